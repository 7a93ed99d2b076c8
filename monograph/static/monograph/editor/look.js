// The panel beside the text: what preflight says of it as it stands, a second after the last key.
import { post } from "monograph/editor/answers";
import { placeOf } from "monograph/editor/places";

const AFTER = 1000;

function showInText(editor, { quote, nth }) {
  const place = placeOf(editor.state.doc, quote, Number(nth));
  if (place) editor.chain().setTextSelection(place).scrollIntoView().focus().run();
  return Boolean(place);
}

// Words of the heading, or of a fact.
function showInField(form, { quote }) {
  const field = [...form.elements].find((each) => each.name && each.type !== "hidden" && each.value.includes(quote));
  const at = field?.value.indexOf(quote);
  field?.focus();
  field?.setSelectionRange?.(at, at + quote.length);
  return Boolean(field);
}

export function startLook(form, editor, announce) {
  const panel = document.getElementById("look");
  const title = document.getElementById("beside-title");
  let timer, isAsking, isBehind;

  const look = async () => {
    // One at a time: a long text takes the server longer than a pause between two words.
    isBehind = isAsking;
    if (isAsking) return;
    isAsking = true;
    const { kind, data } = await post(form.dataset.look, new FormData(form));
    isAsking = false;
    if (isBehind) look();
    title.textContent = kind === "done" ? "Preflight of what is typed" : "Preflight: not up to date";
    if (kind !== "done") return;
    panel.innerHTML = data;
    const meanings = [...panel.querySelectorAll(".desk-terms > div")];
    editor?.commands.setTerms(
      meanings.map((each) => ({ term: each.children[0].textContent, meaning: each.children[1].textContent })),
    );
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, AFTER);
  });
  // Also beside what a reviewer wrote about a passage.
  for (const button of document.querySelectorAll("button[data-quote]")) button.hidden = false;
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-quote]");
    if (!button) return;
    const isShown = (editor && showInText(editor, button.dataset)) || showInField(form, button.dataset);
    if (!isShown) announce("These words are not in the text any more.");
  });
  look();
}
