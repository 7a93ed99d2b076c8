// The toolbar: one Tab stop, arrow keys inside (the toolbar pattern of the ARIA Authoring Practices Guide).
import { crel, pm } from "django-prose-editor/editor";

// [what the group is called, its buttons, when it shows]. A button has a name, an icon or a visible word or both, what
// it does to a chain of commands, and, where it is a toggle, what it looks for to be pressed.
const GROUPS = [
  [
    "History",
    [
      { name: "Undo", icon: "undo", keys: "Ctrl+Z", run: (c) => c.undo() },
      { name: "Redo", icon: "redo", keys: "Ctrl+Shift+Z", run: (c) => c.redo() },
    ],
  ],
  [
    "Kind of text",
    [
      { name: "Text", word: "Text", run: (c) => c.setParagraph(), on: ["paragraph"] },
      { name: "Heading", word: "Heading", run: (c) => c.toggleHeading({ level: 3 }), on: ["heading", { level: 3 }] },
      {
        name: "Subheading",
        word: "Subheading",
        run: (c) => c.toggleHeading({ level: 4 }),
        on: ["heading", { level: 4 }],
      },
    ],
  ],
  [
    "Letters",
    [
      { name: "Bold", icon: "format_bold", keys: "Ctrl+B", run: (c) => c.toggleBold(), on: ["bold"] },
      { name: "Italic", icon: "format_italic", keys: "Ctrl+I", run: (c) => c.toggleItalic(), on: ["italic"] },
      { name: "Subscript", icon: "subscript", keys: "Ctrl+,", run: (c) => c.toggleSubscript(), on: ["subscript"] },
      {
        name: "Superscript",
        icon: "superscript",
        keys: "Ctrl+.",
        run: (c) => c.toggleSuperscript(),
        on: ["superscript"],
      },
    ],
  ],
  [
    "Lists and quotations",
    [
      { name: "Bulleted list", icon: "format_list_bulleted", run: (c) => c.toggleBulletList(), on: ["bulletList"] },
      { name: "Numbered list", icon: "format_list_numbered", run: (c) => c.toggleOrderedList(), on: ["orderedList"] },
      { name: "Quotation", icon: "format_quote", run: (c) => c.toggleBlockquote(), on: ["blockquote"] },
    ],
  ],
  [
    "Insert",
    [
      {
        name: "Link",
        icon: "insert_link",
        word: "Link",
        asks: true,
        run: (c) => c.addLink(),
        on: ["link"],
        keys: "Ctrl+K, with words selected",
      },
      { name: "Remove link", icon: "link_off", run: (c) => c.unsetLink(), needs: "link" },
      {
        name: "Footnote",
        icon: "emergency",
        word: "Footnote",
        asks: true,
        run: (c) => c.askForFootnote(),
        on: ["footnoteMarker"],
      },
      { name: "Explain a term", icon: "menu_book", word: "Explain", asks: true, run: (c) => c.explainTerm() },
      {
        name: "Table",
        icon: "grid_on",
        word: "Table",
        run: (c) => c.insertTable({ rows: 3, cols: 2, withHeaderRow: true }),
      },
    ],
  ],
  [
    "Callout",
    [
      { name: "Note callout", icon: "info", word: "Note", tone: "note" },
      { name: "Warning callout", icon: "warning", word: "Warning", tone: "warning" },
      { name: "Doctor callout: call your doctor", icon: "medical_services", word: "Doctor", tone: "doctor" },
      { name: "Emergency callout: call 911", icon: "call", word: "Emergency", tone: "emergency" },
    ].map((button) => ({
      ...button,
      run: (c) => c.toggleCallout(button.tone),
      on: ["callout", { tone: button.tone }],
    })),
  ],
  [
    "Table",
    [
      { name: "Add row", word: "Add row", run: (c) => c.addRowAfter() },
      { name: "Delete row", word: "Delete row", run: (c) => c.deleteRow() },
      { name: "Add column", word: "Add column", run: (c) => c.addColumnAfter() },
      { name: "Delete column", word: "Delete column", run: (c) => c.deleteColumn() },
      { name: "Header cell", word: "Header cell", run: (c) => c.toggleHeaderCell(), on: ["tableHeader"] },
      { name: "Merge or split cells", word: "Merge or split cells", run: (c) => c.mergeOrSplit() },
      { name: "Delete table", word: "Delete table", run: (c) => c.deleteTable() },
    ],
    "table",
  ],
];

// Ctrl+A selects the document, which stands outside every quotation and callout; the buttons mean the words in it.
const begin = (from) =>
  from.chain().command(({ tr }) => {
    const { AllSelection, TextSelection } = pm.state;
    const { $from, $to } = tr.selection;
    if (tr.selection instanceof AllSelection) tr.setSelection(TextSelection.between($from, $to));
    return true;
  });

function createButton(editor, { name, icon, word, keys, tone, run, on, needs, asks }) {
  const title = keys ? `${name} (${keys})` : name;
  const button = crel("button", { type: "button", title, tabIndex: -1, "aria-label": name }, [
    ...(icon ? [crel("span", { className: "material-icons", textContent: icon, "aria-hidden": "true" })] : []),
    ...(word ? [crel("span", { className: "section-toolbar-word", textContent: word })] : []),
  ]);
  if (tone) button.dataset.tone = tone;
  button.addEventListener("click", () => {
    if (button.ariaDisabled === "true") return;
    run(begin(editor)).run();
    if (!asks) editor.view.focus(); // a dialog has the focus, and gives it back itself
  });
  const update = () => {
    // Not `disabled`: a disabled button would lose the focus and fall out of the arrow keys' round.
    const pressed = Boolean(on) && editor.isActive(...on);
    if (on) button.ariaPressed = String(pressed);
    button.ariaDisabled = String(!pressed && !run(begin(editor.can())).run());
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
    const update = () => (group.hidden = Boolean(needs) && !editor.isActive(needs));
    editor.on("transaction", update);
    update();
    bar.append(group);
  }

  const stops = () => [...bar.querySelectorAll("button")].filter((button) => button.checkVisibility());
  const stopAt = (button) => bar.querySelectorAll("button").forEach((b) => (b.tabIndex = b === button ? 0 : -1));
  stopAt(bar.querySelector("button"));
  editor.on("transaction", () => {
    // The button that was the Tab stop may have gone, with its table or its link.
    if (!bar.querySelector("[tabindex='0']").checkVisibility()) stopAt(bar.querySelector("button"));
  });

  bar.addEventListener("mousedown", (event) => event.preventDefault()); // the selection in the text stays
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
