// The toolbar: one Tab stop, arrow keys inside. The pattern is that of the ARIA Authoring Practices Guide (W3C).
import { crel, pm } from "django-prose-editor/editor";
import { GROUPS } from "./toolbar_buttons.js";

// Ctrl+A selects the document, which is outside every quotation and callout; the buttons act on the words in it.
const startChain = (commands) =>
  commands.chain().command(({ tr }) => {
    const { AllSelection, TextSelection } = pm.state;
    const { $from, $to } = tr.selection;
    if (tr.selection instanceof AllSelection) tr.setSelection(TextSelection.between($from, $to));
    return true;
  });

function createButton(editor, { name, icon, word, keys, tone, run, on, needs, opensDialog }) {
  const title = keys ? `${name} (${keys})` : name;
  const button = crel("button", { type: "button", title, tabIndex: -1, "aria-label": name }, [
    ...(icon ? [crel("span", { className: "material-icons", textContent: icon, "aria-hidden": "true" })] : []),
    ...(word ? [crel("span", { className: "section-toolbar-word", textContent: word })] : []),
  ]);
  if (tone) button.dataset.tone = tone;
  button.addEventListener("click", () => {
    if (button.ariaDisabled === "true") return;
    run(startChain(editor)).run();
    // A dialog takes the focus, and returns it itself.
    if (!opensDialog) editor.view.focus();
  });
  const update = () => {
    // Not `disabled`: a disabled button would lose the focus, and arrow keys would skip it.
    const pressed = Boolean(on) && editor.isActive(...on);
    if (on) button.ariaPressed = String(pressed);
    button.ariaDisabled = String(!pressed && !run(startChain(editor.can())).run());
    button.hidden = Boolean(needs) && !editor.isActive(needs);
  };
  editor.on("transaction", update);
  update();
  return button;
}

export function createToolbar(editor, label) {
  const bar = crel("div", { className: "section-toolbar", role: "toolbar", "aria-label": label });
  for (const [name, buttons, needs] of GROUPS) {
    const group = crel("div", { role: "group", "aria-label": name });
    group.append(...buttons.map((button) => createButton(editor, button)));
    const update = () => {
      group.hidden = Boolean(needs) && !editor.isActive(needs);
    };
    editor.on("transaction", update);
    update();
    bar.append(group);
  }

  const stops = () => [...bar.querySelectorAll("button")].filter((button) => button.checkVisibility());
  const stopAt = (stop) => {
    for (const button of bar.querySelectorAll("button")) button.tabIndex = button === stop ? 0 : -1;
  };
  stopAt(bar.querySelector("button"));
  editor.on("transaction", () => {
    // The button that was the Tab stop may be hidden now, with its table or its link.
    if (!bar.querySelector("[tabindex='0']").checkVisibility()) stopAt(bar.querySelector("button"));
  });

  // Keep the selection in the text.
  bar.addEventListener("mousedown", (event) => event.preventDefault());
  bar.addEventListener("focusin", ({ target }) => stopAt(target));
  bar.addEventListener("keydown", (event) => {
    const all = stops();
    const at = all.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Escape") editor.view.focus();
    if (to === undefined) return;
    event.preventDefault();
    all[to % all.length].focus();
  });
  return bar;
}
