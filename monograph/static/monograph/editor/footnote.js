// <sup class="footnote-marker" data-note="star">*</sup> in the text, <p class="footnote" data-note="star">…</p> at its
// end. Both win over what else a sup or a p is by the priority of their rules.
import { mergeAttributes, Node } from "django-prose-editor/editor";
import { ask } from "monograph/editor/ask";

const MARKS = { star: "*", dagger: "†", "double-dagger": "‡", section: "§", pilcrow: "¶" };

const note = {
  default: null,
  parseHTML: ({ dataset }) => dataset.note,
  renderHTML: ({ note }) => ({ "data-note": note }),
};

function names(editor, type) {
  const found = new Set();
  editor.state.doc.descendants((node) => void (node.type.name === type && found.add(node.attrs.note)));
  return found;
}

async function askForFootnote(editor, { from, to }) {
  const chosen = editor.isActive("footnoteMarker");
  const used = names(editor, "footnoteMarker");
  const [free, mark] = Object.entries(MARKS).find(([name]) => !used.has(name)) ?? ["", ""];
  const attrs = await ask(
    "Footnote",
    [
      {
        name: "mark",
        label: "Mark",
        help: "What stands in the text, such as * or †.",
        check: (mark) => (mark ? "" : "Write the mark that stands in the text."),
      },
      {
        name: "note",
        label: "Name of the note",
        help: "Ties the mark to its note. Give the same name again to point to the same note.",
        check: (name) =>
          /^[a-z0-9-]{1,40}$/.test(name) ? "" : "A name has up to 40 small letters a–z, digits and hyphens.",
      },
    ],
    chosen ? editor.getAttributes("footnoteMarker") : { mark, note: free },
  );
  if (!attrs) return;
  // Behind the selected words, not in their stead; a selected marker is replaced.
  const chain = editor
    .chain()
    .focus()
    .insertContentAt(chosen ? { from, to } : to, { type: "footnoteMarker", attrs });
  if (!names(editor, "footnote").has(attrs.note))
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
      // Splitting a note in two would give two notes of one name. At its end, Enter begins a plain paragraph as ever.
      Enter: ({ editor }) => {
        const { $to } = editor.state.selection;
        const isInside = $to.parent.type === this.type && $to.parentOffset < $to.parent.content.size;
        return isInside && editor.commands.setHardBreak();
      },
    };
  },
});
