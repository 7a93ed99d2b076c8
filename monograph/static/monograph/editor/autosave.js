// Saves changes on the server while they are written, and in this browser until the server has them.
//
// One request at a time. Each says which version of the working copy the page knows (`seen`), so that a request that
// comes late, after a save or from a second tab, is refused and overwrites nothing (workflow/autosave.py). A form is
// submitted only once its changes are saved: then no request under way can arrive after it, and an expired login is
// noticed while the text is still here.
import { LocalDraft } from "./local_draft.js";
import { pasting } from "./paste.js";
import { offerRecovery } from "./recovery.js";
import { csrfToken, post } from "./requests.js";
import { SaveStatus } from "./save_status.js";

const DELAY = 3000; // milliseconds after the last key
const MAX_DELAY = 8000; // while somebody keeps writing, and between attempts
const LOCAL_DELAY = 500;
const MAX_KEEPALIVE_BYTES = 60_000; // browsers send at most 64 KiB for a closed page, headers included
const FAILURES = ["logged_out", "offline", "server_error", "other_person"];
const PERMANENT = ["newer_typing", "typing_gone", "saved_since"]; // codes of refusals that another attempt can't change
const IGNORED_FIELDS = ["csrfmiddlewaretoken", "expected"];

const isSame = (a, b) => Object.keys(a).every((name) => a[name] === (b[name] ?? "").replaceAll("\r\n", "\n"));

/** @returns the fields as the server stores them: an unchecked box is "" */
function readFields(form) {
  const fields = [...form.elements].filter(
    ({ name, type }) => name && type !== "submit" && !IGNORED_FIELDS.includes(name),
  );
  const readValue = ({ type, checked, value }) => (type !== "checkbox" || checked ? value : "");
  return Object.fromEntries(fields.map((field) => [field.name, readValue(field)]));
}

class Autosave {
  constructor(form, status) {
    Object.assign(this, { form, status });
    this.localDraft = new LocalDraft(form.dataset);
    this.version = form.dataset.version; // of the working copy on the server
    this.changes = "unsaved" in form.dataset ? 1 : 0; // since the page was opened
    this.savedChanges = 0; // how many of them the server has
    this.isSuperseded = false; // the server wants nothing more from this page
    this.isLeaving = false; // the form is being submitted: nothing more is saved
    this.isSubmitting = false;
    this.inFlight = null; // promise of the last request
    this.known = [readFields(form)]; // texts that are known to come from this page
  }

  get isSaved() {
    return this.savedChanges === this.changes;
  }

  storeLocally() {
    clearTimeout(this.localTimer);
    this.localTimer = undefined;
    const draft = { typed: readFields(this.form), expected: this.form.elements.expected.value };
    const isStored = this.localDraft.store(draft);
    return isStored ? "Your changes are stored in this browser." : "Copy your text before you close this page.";
  }

  removeLocally() {
    clearTimeout(this.localTimer);
    this.localTimer = undefined;
    this.localDraft.remove();
  }

  createBody() {
    const body = new FormData(this.form);
    body.set("seen", this.version);
    body.set("person", this.form.dataset.person);
    return body;
  }

  async send() {
    const count = this.changes;
    const fields = readFields(this.form);
    this.known.push(fields);
    const { outcome, data } = await post(this.form.dataset.autosaveUrl, this.createBody());
    if (outcome === "ok") {
      this.acceptSaved(data.seen, count, fields);
      return outcome;
    }
    // The response was lost, or this page sent the text before it was reloaded: it is no other tab's.
    const isOurs = data?.code === "newer_typing" && this.known.some((fields) => isSame(fields, data.typed));
    if (isOurs && data.seen !== this.version) {
      this.version = data.seen;
      return this.send();
    }
    this.isSuperseded = PERMANENT.includes(data?.code);
    this.status.showFailure(outcome, data, this.storeLocally());
    return data?.code === "other_person" ? data.code : outcome;
  }

  acceptSaved(version, count, fields) {
    this.version = version;
    this.savedChanges = count;
    this.known.splice(0, this.known.length, fields);
    this.form.elements.drop.hidden = false;
    if (this.isSaved) {
      this.removeLocally();
      this.status.showSaved();
    } else this.status.showPending();
  }

  /** Save now, after any request under way. @returns a promise of the outcome */
  save() {
    clearTimeout(this.timer);
    this.firstPlannedAt = undefined;
    this.inFlight = this.saveAfter(this.inFlight);
    return this.inFlight;
  }

  async saveAfter(previous) {
    await previous;
    const outcome = !this.isSaved && !this.isLeaving ? await this.send() : "ok";
    // After a refusal, wait for the next change: the same text would be refused again.
    if (!this.isSaved && !this.isSuperseded && !this.isLeaving && outcome !== "refused")
      this.plan(outcome === "ok" ? DELAY : MAX_DELAY);
    return outcome;
  }

  plan(delay) {
    this.firstPlannedAt ??= Date.now();
    clearTimeout(this.timer);
    const latest = this.firstPlannedAt + MAX_DELAY - Date.now();
    this.timer = setTimeout(() => this.save(), Math.max(0, Math.min(delay, latest)));
  }

  onInput() {
    this.changes++;
    this.localTimer ??= setTimeout(() => this.storeLocally(), LOCAL_DELAY);
    if (this.isSuperseded) return;
    if (!FAILURES.includes(this.status.outcome)) this.status.showPending();
    this.plan(DELAY);
  }

  /** Let the form be submitted, with the token of the current login. */
  allowSubmit() {
    this.isLeaving = true;
    clearTimeout(this.timer);
    const field = this.form.elements.csrfmiddlewaretoken;
    field.value = csrfToken() || field.value;
  }

  async onSubmit(event) {
    if (this.isLeaving) return;
    const { submitter } = event;
    if (pasting()) {
      event.preventDefault();
      await pasting();
      this.form.requestSubmit(submitter);
      return;
    }
    const isDiscard = submitter?.name === "drop";
    if (isDiscard) this.removeLocally();
    if (isDiscard || !this.changes || this.isSuperseded) {
      this.allowSubmit();
      return;
    }
    event.preventDefault();
    if (this.isSubmitting) return;
    this.isSubmitting = true;
    this.changes++; // even if everything is saved: only a request shows whether the user is still logged in
    const outcome = await this.save();
    this.isSubmitting = false;
    if (FAILURES.includes(outcome) && outcome !== "server_error") return;
    this.allowSubmit();
    this.form.requestSubmit(submitter);
  }

  onHidden() {
    if (this.isSaved || this.isLeaving) return;
    this.storeLocally();
    if (!this.isSuperseded) this.save();
  }

  onClose() {
    if (this.isSaved || this.isLeaving) return;
    this.storeLocally();
    if (this.isSuperseded) return;
    const body = this.createBody();
    body.set("leaving", "1");
    const size = [...body.values()].reduce((sum, value) => sum + new Blob([value]).size + 200, 0);
    if (size < MAX_KEEPALIVE_BYTES) post(this.form.dataset.autosaveUrl, body, { keepalive: true });
  }
}

export function startAutosave(form, editor, line, announce) {
  const autosave = new Autosave(form, new SaveStatus(line, announce, form));
  form.addEventListener("input", () => autosave.onInput());
  form.addEventListener("submit", (event) => autosave.onSubmit(event));
  addEventListener("pagehide", () => autosave.onClose());
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && autosave.onHidden());
  // A page from the back/forward cache may be older than what the server has.
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  const { localDraft, known } = autosave;
  offerRecovery({ form, editor, localDraft, known, isSame, store: () => autosave.storeLocally() });
  if (autosave.changes) autosave.plan(0);
}
