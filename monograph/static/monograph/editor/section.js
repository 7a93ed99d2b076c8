// Puts the editor in the place of every textarea[data-section-editor]. Its schema is the allow-list of docs/content.md:
// what has no place in the schema is dropped on pasting. The server decides all the same (content/sanitise.py).
import {
  Blockquote,
  BulletList,
  crel,
  Document,
  Dropcursor,
  Editor,
  Gapcursor,
  HardBreak,
  Heading,
  History,
  initializeEditors,
  ListItem,
  OrderedList,
  Paragraph,
  SpecialCharacters,
  Table,
  TableCell,
  TableHeader,
  TableRow,
  Text,
} from "django-prose-editor/editor";
import { Callout } from "monograph/editor/callout";
import { Footnote, FootnoteMarker } from "monograph/editor/footnote";
import { Glossary } from "monograph/editor/glossary";
import { Link } from "monograph/editor/link";
import { Bold, Italic, Subscript, Superscript, transformPastedHTML } from "monograph/editor/paste";
import { createToolbar } from "monograph/editor/toolbar";

const EXTENSIONS = [
  Document,
  Paragraph,
  Text,
  Bold,
  Italic,
  Subscript,
  Superscript,
  HardBreak,
  // Pasted headings keep their rank as far as there is one.
  Heading.extend({
    parseHTML: () => [1, 2, 3, 4, 5, 6].map((n) => ({ tag: `h${n}`, attrs: { level: n < 4 ? 3 : 4 } })),
  }).configure({ levels: [3, 4] }),
  BulletList,
  OrderedList.extend({ addAttributes: () => ({}), addNodeView: null }),
  ListItem,
  Blockquote,
  // Tiptap's Tab adds rows without end, so that the keyboard never leaves the table.
  Table.extend({
    addKeyboardShortcuts() {
      return { ...this.parent?.(), Tab: () => this.editor.commands.goToNextCell() };
    },
  }),
  TableRow,
  TableHeader,
  TableCell, // thead and scope follow from the cells: the server writes them
  Callout,
  Footnote,
  FootnoteMarker,
  Glossary,
  History,
  Dropcursor,
  Gapcursor,
  SpecialCharacters, // makes no-break spaces visible
];

// Pixels to keep about the cursor when scrolling to it: the toolbar stands over the top of the window.
const CLEAR = { top: 140, right: 5, bottom: 20, left: 5 };

// The editor in the place of a textarea, for what else is on its page.
export const editorOf = new WeakMap();

function createEditor(textarea) {
  if (textarea.closest(".section-editor")) return;
  const [label] = textarea.labels;
  const name = textarea.getAttribute("aria-label") ?? label?.textContent.trim().replace(/\s*:$/, "") ?? "Text";
  const links = new RegExp(`^(?:${textarea.dataset.links})$`);
  const box = crel("div", { className: "section-editor" });
  const attributes = { role: "textbox", "aria-multiline": "true", "aria-label": name, spellcheck: "true" };
  for (const told of ["aria-describedby", "aria-invalid"])
    if (textarea.hasAttribute(told)) attributes[told] = textarea.getAttribute(told);
  if (textarea.required) attributes["aria-required"] = "true";

  const write = ({ editor }) => {
    textarea.value = editor.isEmpty ? "" : editor.getHTML();
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const editor = new Editor({
    element: box,
    extensions: [...EXTENSIONS, Link.configure({ isAllowedUri: (href) => links.test(href ?? "") })],
    content: textarea.value,
    editable: !textarea.disabled && !textarea.readOnly,
    injectCSS: false, // the policy blocks it; editor.css has those rules
    enableInputRules: false, // "*" and "-" stay what was typed
    editorProps: { attributes, transformPastedHTML, scrollMargin: CLEAR, scrollThreshold: CLEAR },
    onUpdate: write,
  });

  editorOf.set(textarea, editor);

  // Only now, so that the textarea stays in use where the editor could not start.
  if (editor.isEditable) box.prepend(createToolbar(editor, `Tools for ${name}`));
  textarea.before(box);
  box.append(textarea);
  textarea.required = false; // the browser would point at a hidden field; the server asks for it
  label?.addEventListener("click", () => editor.view.focus());
  // A refused text may hold what the editor does not show: what is sent next is what is seen.
  if (attributes["aria-invalid"] === "true") write({ editor });
}

initializeEditors(createEditor, "textarea[data-section-editor]");
