// The panel beside the text: what preflight finds in it, a second after the last key.
import { placeOf } from "../letters.js";
import { findQuote } from "./quotes.js";
import { post } from "./requests.js";

const DELAY = 1000; // milliseconds

function showInText(editor, button) {
  const range = findQuote(editor.state.doc, button.dataset.quote, placeOf(button));
  if (range) editor.chain().setTextSelection(range).scrollIntoView().focus().run();
  return Boolean(range);
}

/** Select words of the heading, or of a fact. */
function showInField(form, { quote }) {
  const field = [...form.elements].find(({ name, type, value }) => name && type !== "hidden" && value.includes(quote));
  const start = field?.value.indexOf(quote);
  field?.focus();
  field?.setSelectionRange?.(start, start + quote.length);
  return Boolean(field);
}

/** Make “Show in text” select the words it quotes, beside findings and beside a reviewer's comments. */
function startQuoteButtons(form, editor, announce) {
  for (const button of document.querySelectorAll("button[data-quote]")) button.hidden = false;
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-quote]");
    if (!button) return;
    const isShown = (editor && showInText(editor, button)) || showInField(form, button.dataset);
    if (!isShown) announce("These words are no longer in the text.");
  });
}

/** Make “Propose this word” send its word while the page, with what is not saved, stays open. */
function startProposals(panel, announce) {
  panel.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-propose]");
    if (!form) return;
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    const body = new FormData(form);
    body.set("live", "1");
    const { outcome, data } = await post(form.action, body);
    const isProposed = outcome === "ok";
    const message = isProposed ? data.message : (data?.reason ?? "The word was not proposed. Try again.");
    announce(message);
    const note = document.createElement("p");
    note.className = "help";
    note.textContent = message;
    if (isProposed) form.replaceWith(note);
    else {
      button.disabled = false;
      form.after(note);
    }
  });
}

export function startLivePreflight(form, editor, announce) {
  const panel = document.getElementById("preflight");
  const title = document.getElementById("preflight-title");
  let timer;
  let isRunning = false;
  let isOutdated = false;

  const show = ({ outcome, data }) => {
    title.textContent = outcome === "ok" ? "Preflight" : "Preflight: not up to date";
    if (outcome !== "ok") return;
    panel.innerHTML = data;
    const rows = [...panel.querySelectorAll(".desk-terms > div")];
    const terms = rows.map(({ children: [term, meaning] }) => ({
      term: term.textContent,
      meaning: meaning.textContent,
    }));
    editor?.commands.setTerms(terms);
  };
  const run = async () => {
    // One at a time: the server needs longer for a long text than a pause between two words.
    isOutdated = isRunning;
    if (isRunning) return;
    isRunning = true;
    const result = await post(form.dataset.preflightUrl, new FormData(form));
    isRunning = false;
    if (isOutdated) run();
    show(result);
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(run, DELAY);
  });
  startQuoteButtons(form, editor, announce);
  startProposals(panel, announce);
  run();
}
