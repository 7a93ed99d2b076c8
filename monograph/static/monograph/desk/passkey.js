// Passkeys: add one, log in and sign. A form takes part by its hidden field `data-passkey`; without this script, by a
// button `data-without-passkey`, and whenever a password is entered, it is sent as any other form.

const ASK = "ask";
const HINT = "Leave this empty to sign with your passkey.";
const WAIT = "Your browser asks for your passkey now.";
const ERRORS = {
  NotAllowedError: "The passkey was not used: you canceled, or it took too long. Nothing was changed. Try again.",
  InvalidStateError: "This device already has a passkey for your account.",
};
const ELSEWHERE = "The passkeys of this site do not work at this address, but at: ";
const OTHER_ERROR = "The passkey could not be used. Nothing was changed. Try again.";
const UNREACHABLE = "The site could not be reached. Nothing was changed. Try again.";

class Refusal extends Error {}

/** @returns the question of the server: what the passkey has to sign. Throws a `Refusal` with the server's reasons. */
async function ask(form, field, button) {
  const request = { headers: { Accept: "application/json" } };
  const address = field.dataset.passkeyQuestion || form.getAttribute("action") || location.href;
  if (!field.dataset.passkeyQuestion) {
    if (field.dataset.passkey === "sign") field.value = ASK;
    Object.assign(request, { method: "POST", body: new FormData(form, button) });
    field.value = "";
  }
  const response = await fetch(address, request).catch(() => {
    throw new Refusal(UNREACHABLE);
  });
  if (response.headers.get("Content-Type")?.startsWith("application/json")) return response.json();
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const reasons = [...page.querySelectorAll("[role=alert]")].map(({ textContent }) => textContent.trim());
  throw new Refusal(reasons.join(" ").replace(/\s+/g, " ") || OTHER_ERROR);
}

function explain(problem, question) {
  if (problem instanceof Refusal) return problem.message;
  if (problem.name === "SecurityError") return ELSEWHERE + (question.publicKey.rpId ?? question.publicKey.rp.id);
  return ERRORS[problem.name] ?? OTHER_ERROR;
}

/** @returns what the passkey answers, as the server reads it */
async function answer({ token, publicKey }, kind) {
  const credential =
    kind === "register"
      ? await navigator.credentials.create({
          publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey),
        })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
  return JSON.stringify({ token, credential: credential.toJSON() });
}

function enhance(field) {
  const { form } = field;
  const kind = field.dataset.passkey;
  const password = form.elements.namedItem("password");
  const status = Object.assign(document.createElement("p"), { className: "help", role: "status" });
  const error = Object.assign(document.createElement("p"), { className: "desk-error", role: "alert", hidden: true });
  form.append(status, error);
  if (kind === "sign" && password) {
    const hint = Object.assign(document.createElement("p"), { className: "help", id: `${password.id}_passkey` });
    hint.textContent = HINT;
    password.after(hint);
    password.setAttribute("aria-describedby", `${password.getAttribute("aria-describedby") ?? ""} ${hint.id}`.trim());
  }
  let isBusy = false;
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (field.value || (kind === "sign" && password?.value) || button?.matches("[data-without-passkey]")) return;
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    error.hidden = true;
    let question;
    try {
      question = await ask(form, field, button);
      status.textContent = WAIT;
      field.value = await answer(question, kind);
      form.requestSubmit(button);
    } catch (problem) {
      error.textContent = explain(problem, question);
      error.hidden = false;
    } finally {
      status.textContent = "";
      isBusy = false;
    }
  });
  // A page that the browser shows again, by its Back button, has no answer yet.
  addEventListener("pageshow", () => {
    field.value = "";
  });
}

if (globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  for (const field of document.querySelectorAll("[data-passkey]")) enhance(field);
  for (const element of document.querySelectorAll("[data-passkey-missing]")) element.hidden = true;
  for (const element of document.querySelectorAll("[data-passkey-only]")) element.hidden = false;
}
