// Requests to the server while the page stays open, and what each outcome means to the writer.

// Read each time: logging in again, in another tab, changes it.
export const csrfToken = () => document.cookie.match(/(?:^|;\s*)csrftoken=([^;]*)/)?.[1] ?? "";

/**
 * @returns {Promise<{outcome: string, data: *}>} outcome is "ok", "refused" (data says why), "logged_out",
 *   "server_error" or "offline" (no response)
 */
export async function request(url, options = {}) {
  const headers = options.method === "POST" ? { "X-CSRFToken": csrfToken() } : {};
  let response;
  try {
    response = await fetch(url, { redirect: "manual", headers, ...options });
  } catch (error) {
    // This is how fetch reports that there is no response.
    if (error instanceof TypeError) return { outcome: "offline" };
    throw error;
  }
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  if (response.ok) return { outcome: "ok", data: isJson ? await response.json() : await response.text() };
  if (isJson) return { outcome: "refused", data: await response.json() };
  // The admin redirects anonymous users to its login page, and refuses a token of an earlier login with an HTML page.
  return { outcome: response.type === "opaqueredirect" || response.status === 403 ? "logged_out" : "server_error" };
}

export function post(url, body, options) {
  // The page's own token may be of an earlier login, and Django would check it before the header.
  body?.delete("csrfmiddlewaretoken");
  return request(url, { method: "POST", body, ...options });
}
