// Replaces every textarea[data-section-editor] with the editor. Its schema is the allow-list of docs/content.md.
import {
  Blockquote,
  Bold,
  BulletList,
  crel,
  Document,
  Dropcursor,
  Editor,
  Gapcursor,
  HardBreak,
  Heading,
  History,
  Italic,
  initializeEditors,
  ListItem,
  Paragraph,
  SpecialCharacters,
  Subscript,
  Superscript,
  Table,
  TableCell,
  TableHeader,
  TableRow,
  Text,
} from "django-prose-editor/editor";
import { Callout } from "./callout.js";
import { Footnote, FootnoteMarker } from "./footnote.js";
import { Glossary } from "./glossary.js";
import { Link } from "./link.js";
import { NumberedList } from "./numbered_list.js";
import { pasteHandlers } from "./paste.js";
import { createToolbar } from "./toolbar.js";

const EXTENSIONS = [
  Document,
  Paragraph,
  Text,
  Bold,
  Italic,
  Subscript,
  Superscript,
  HardBreak,
  Heading.configure({ levels: [3, 4] }),
  BulletList,
  NumberedList,
  ListItem,
  Blockquote,
  // Tiptap's Tab key adds rows endlessly, so that the keyboard could never leave the table.
  Table.extend({
    addKeyboardShortcuts() {
      return { ...this.parent?.(), Tab: () => this.editor.commands.goToNextCell() };
    },
  }),
  // The server adds thead and scope, which follow from the cells.
  TableRow,
  TableHeader,
  TableCell,
  Callout,
  Footnote,
  FootnoteMarker,
  Glossary,
  History,
  Dropcursor,
  Gapcursor,
  // Makes no-break spaces visible.
  SpecialCharacters,
];

// Pixels around the cursor when the editor scrolls to it: the toolbar covers the top of the window.
const SCROLL_MARGIN = { top: 140, right: 5, bottom: 20, left: 5 };

// Editors by their textarea, for other scripts of the page.
export const editors = new WeakMap();

function createEditor(textarea) {
  if (textarea.closest(".section-editor")) return;
  const [label] = textarea.labels;
  const name = textarea.getAttribute("aria-label") ?? label?.textContent.trim().replace(/\s*:$/, "") ?? "Text";
  const links = new RegExp(`^(?:${textarea.dataset.links})$`);
  const box = crel("div", { className: "section-editor" });
  const attributes = { role: "textbox", "aria-multiline": "true", "aria-label": name, spellcheck: "true" };
  for (const attribute of ["aria-describedby", "aria-invalid"])
    if (textarea.hasAttribute(attribute)) attributes[attribute] = textarea.getAttribute(attribute);
  if (textarea.required) attributes["aria-required"] = "true";

  const write = ({ editor }) => {
    textarea.value = editor.isEmpty ? "" : editor.getHTML();
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const pasted = crel("div", { className: "desk-message paste-report", role: "status", hidden: true });
  const editor = new Editor({
    element: box,
    extensions: [...EXTENSIONS, Link.configure({ isAllowedUri: (href) => links.test(href ?? "") })],
    content: textarea.value,
    editable: !textarea.disabled && !textarea.readOnly,
    // The Content-Security-Policy blocks it; editor.css has those rules.
    injectCSS: false,
    // "*" and "-" stay as they were typed.
    enableInputRules: false,
    editorProps: {
      attributes,
      scrollMargin: SCROLL_MARGIN,
      scrollThreshold: SCROLL_MARGIN,
      handleDOMEvents: pasteHandlers(() => editor, textarea.form.dataset.pasteUrl, pasted),
    },
    onUpdate: write,
  });

  editors.set(textarea, editor);

  // Only now, so that the textarea stays in use if the editor could not start.
  if (editor.isEditable) box.prepend(createToolbar(editor, `Tools for ${name}`));
  textarea.before(pasted, box);
  box.append(textarea);
  // The browser would complain about a hidden field. The server still requires the text.
  textarea.required = false;
  label?.addEventListener("click", () => editor.view.focus());
  // A refused text may hold what the editor does not show: send what is shown.
  if (attributes["aria-invalid"] === "true") write({ editor });
}

initializeEditors(createEditor, "textarea[data-section-editor]");
