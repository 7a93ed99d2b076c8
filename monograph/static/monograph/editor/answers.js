// Asking the server while the page stays. One rule for all: what an answer means for the person who writes.

// Fresh each time: logging in again, in another tab, changes it.
export const token = () => document.cookie.match(/(?:^|;\s*)csrftoken=([^;]*)/)?.[1] ?? "";

/**
 * @returns {kind, data}; kind is "done", "refused" (data says why), "ended" (no longer logged in), "fault" (of the
 *   server) or "offline" (no answer)
 */
export async function ask(address, options = {}) {
  const headers = options.method === "POST" ? { "X-CSRFToken": token() } : {};
  let response;
  try {
    response = await fetch(address, { redirect: "manual", headers, ...options });
  } catch (error) {
    if (error instanceof TypeError) return { kind: "offline" }; // so fetch tells that there is no answer
    throw error;
  }
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  if (response.ok) return { kind: "done", data: isJson ? await response.json() : await response.text() };
  if (isJson) return { kind: "refused", data: await response.json() };
  // The admin sends who is not logged in to its log-in; a token of the log-in before is refused with a page.
  return { kind: response.type === "opaqueredirect" || response.status === 403 ? "ended" : "fault" };
}

export function post(address, body, options) {
  body?.delete("csrfmiddlewaretoken"); // that of the page may be of a log-in before; it would be asked for first
  return ask(address, { method: "POST", body, ...options });
}
