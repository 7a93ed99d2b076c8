// The buttons of the toolbar, in groups: [name of the group, its buttons, the node it needs to be shown].
//
// A button has a name, an icon, a visible word or both; `run` adds its command to a chain; `on` says when a toggle is
// pressed; `needs` names the node or mark without which it is hidden; `opensDialog` if its command does.
export const GROUPS = [
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
      {
        name: "Numbering of this list",
        word: "Numbering",
        opensDialog: true,
        run: (c) => c.setNumbering(),
        needs: "orderedList",
      },
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
        opensDialog: true,
        run: (c) => c.addLink(),
        on: ["link"],
        keys: "Ctrl+K, with words selected",
      },
      { name: "Remove link", icon: "link_off", run: (c) => c.unsetLink(), needs: "link" },
      {
        name: "Footnote",
        icon: "emergency",
        word: "Footnote",
        opensDialog: true,
        run: (c) => c.askForFootnote(),
        on: ["footnoteMarker"],
      },
      { name: "Explain a term", icon: "menu_book", word: "Explain", opensDialog: true, run: (c) => c.explainTerm() },
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
