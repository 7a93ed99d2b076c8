// The line that says whether what somebody writes is saved.

const REFRESH = 1000; // milliseconds
// By the code of a refusal (workflow/autosave.py). Other refusals have the server's words alone.
const HINTS = { newer_typing: (saveLabel) => ` “${saveLabel}” replaces those changes with the ones on this page.` };

export function formatAge(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h`;
}

function createLoginLink(href) {
  const textContent = "Log in (new tab)";
  return Object.assign(document.createElement("a"), { href, target: "_blank", textContent });
}

export class SaveStatus {
  constructor(line, announce, form) {
    Object.assign(this, { line, announce, form });
    this.outcome = ""; // of the last attempt
  }

  show(state, text, link) {
    clearInterval(this.timer);
    this.line.textContent = text;
    this.line.dataset.state = state;
    if (link) this.line.append(" ", link);
  }

  /** Say it to a screen reader too, once for each change of the outcome. */
  showOutcome(state, text, link) {
    this.show(state, text, link);
    if (state !== this.outcome) this.announce(text);
    this.outcome = state;
  }

  showPending() {
    this.show("pending", "Unsaved changes");
  }

  showSaved() {
    const savedAt = Date.now();
    if (this.outcome !== "saved") this.announce("Saved.");
    this.outcome = "saved";
    this.show("saved", "Saved 0 s ago");
    this.timer = setInterval(() => {
      this.line.textContent = `Saved ${formatAge(Date.now() - savedAt)} ago`;
    }, REFRESH);
  }

  /** @param stored a sentence: what became of the changes instead */
  showFailure(outcome, { code, reason } = {}, stored = "") {
    const { dataset, elements } = this.form;
    if (outcome === "logged_out")
      this.showOutcome(
        outcome,
        `You are logged out. ${stored} Log in in another tab, and saving resumes here.`,
        createLoginLink(dataset.loginUrl),
      );
    else if (outcome === "offline")
      this.showOutcome(outcome, `Not saved: the server does not respond. ${stored} Saving is tried again.`);
    else if (outcome === "server_error")
      this.showOutcome(outcome, `Not saved: the server reports an error. ${stored} Saving is tried again.`);
    else {
      const hint = HINTS[code]?.(elements.keep?.textContent) ?? "";
      this.showOutcome(code, `Not saved: ${reason} ${stored}${hint}`);
    }
  }
}
