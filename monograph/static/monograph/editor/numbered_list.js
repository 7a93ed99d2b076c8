// Numbered lists that begin anywhere, or count in letters: docs/content.md has the attributes.
import { OrderedList } from "django-prose-editor/editor";
import { askInDialog } from "./dialog.js";

const TYPES = [
  ["", "1, 2, 3"],
  ["a", "a, b, c"],
  ["A", "A, B, C"],
  ["i", "i, ii, iii"],
  ["I", "I, II, III"],
];
const START = /^-?\d{1,4}$/;
const ERROR = "Enter a whole number of at most four digits, such as 3.";

const keep = (name) => ({ default: null, parseHTML: (element) => element.getAttribute(name) });

async function askForNumbering(editor) {
  const { start, type, reversed } = editor.getAttributes("orderedList");
  const fields = [
    {
      name: "start",
      label: "First number",
      help: reversed === null ? "In figures: 3 also for c or iii." : "The list counts down.",
      validate: (entered) => (START.test(entered) || (entered === "" && reversed !== null) ? "" : ERROR),
    },
    { name: "type", label: "Numbers", options: TYPES },
  ];
  const usual = reversed === null ? "1" : "";
  const values = await askInDialog("Numbering", fields, { start: start ?? usual, type: type ?? "" });
  if (!values) return;
  const attributes = { start: values.start === usual ? null : values.start, type: values.type || null };
  editor.chain().focus().updateAttributes("orderedList", attributes).run();
}

export const NumberedList = OrderedList.extend({
  addAttributes: () => ({ reversed: keep("reversed"), start: keep("start"), type: keep("type") }),
  addNodeView: null,
  addCommands() {
    return {
      ...this.parent?.(),
      setNumbering:
        () =>
        ({ editor, dispatch }) => {
          if (!editor.isActive("orderedList")) return false;
          if (dispatch) askForNumbering(editor);
          return true;
        },
    };
  },
});
