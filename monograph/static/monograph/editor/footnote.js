// <sup class="footnote-marker" data-note="star">*</sup> in the text, <p class="footnote" data-note="star">…</p> at its
// end. The priority of their rules makes both win over Superscript and Paragraph.
import { mergeAttributes, Node } from "django-prose-editor/editor";
import { askInDialog } from "./dialog.js";

const MARKS = { star: "*", dagger: "†", "double-dagger": "‡", section: "§", pilcrow: "¶" };
const FIELDS = [
  {
    name: "mark",
    label: "Mark",
    help: "The sign in the text, such as * or †.",
    validate: (mark) => (mark ? "" : "Enter the mark."),
  },
  {
    name: "note",
    label: "Name of the note",
    help: "Links the mark to its note. Use the same name again to point to the same note.",
    validate: (name) =>
      /^[a-z0-9-]{1,40}$/.test(name) ? "" : "Use up to 40 lowercase letters a–z, digits and hyphens.",
  },
];

const note = {
  default: null,
  parseHTML: ({ dataset }) => dataset.note,
  renderHTML: ({ note }) => ({ "data-note": note }),
};

function findNotes(editor, type) {
  const notes = new Set();
  editor.state.doc.descendants((node) => {
    if (node.type.name === type) notes.add(node.attrs.note);
  });
  return notes;
}

async function askForFootnote(editor, { from, to }) {
  const isMarkerSelected = editor.isActive("footnoteMarker");
  const used = findNotes(editor, "footnoteMarker");
  const [unused, mark] = Object.entries(MARKS).find(([name]) => !used.has(name)) ?? ["", ""];
  const initial = isMarkerSelected ? editor.getAttributes("footnoteMarker") : { mark, note: unused };
  const attrs = await askInDialog("Footnote", FIELDS, initial);
  if (!attrs) return;
  // After the selected words, not instead of them; a selected marker is replaced.
  const chain = editor
    .chain()
    .focus()
    .insertContentAt(isMarkerSelected ? { from, to } : to, { type: "footnoteMarker", attrs });
  if (!findNotes(editor, "footnote").has(attrs.note))
    chain.command(({ tr, commands }) =>
      commands.insertContentAt(
        tr.doc.content.size,
        { type: "footnote", attrs: { note: attrs.note }, content: [{ type: "text", text: `${attrs.mark} ` }] },
        { updateSelection: true },
      ),
    );
  chain.scrollIntoView().run();
}

export const FootnoteMarker = Node.create({
  name: "footnoteMarker",
  group: "inline",
  inline: true,
  atom: true,

  addAttributes: () => ({ note, mark: { default: "*", parseHTML: (sup) => sup.textContent.trim(), rendered: false } }),
  parseHTML: () => [{ tag: "sup.footnote-marker[data-note]", priority: 60 }], // 50 is Superscript's
  renderHTML: ({ node, HTMLAttributes }) => [
    "sup",
    mergeAttributes({ class: "footnote-marker" }, HTMLAttributes),
    node.attrs.mark,
  ],
  renderText: ({ node }) => node.attrs.mark,

  addCommands: () => ({
    askForFootnote:
      () =>
      ({ editor, state, dispatch }) => {
        if (dispatch) askForFootnote(editor, state.selection);
        return state.selection.$from.parent.inlineContent;
      },
  }),
});

export const Footnote = Node.create({
  name: "footnote",
  group: "block",
  content: "inline*",

  addAttributes: () => ({ note }),
  parseHTML: () => [{ tag: "p.footnote[data-note]", priority: 60 }], // 50 is Paragraph's
  renderHTML: ({ HTMLAttributes }) => ["p", mergeAttributes({ class: "footnote" }, HTMLAttributes), 0],

  addKeyboardShortcuts() {
    return {
      // Splitting a note would give two notes of one name. At its end, Enter starts a paragraph as usual.
      Enter: ({ editor }) => {
        const { $to } = editor.state.selection;
        const isInside = $to.parent.type === this.type && $to.parentOffset < $to.parent.content.size;
        return isInside && editor.commands.setHardBreak();
      },
    };
  },
});
