// <aside class="callout" data-tone="…">blocks</aside>
import { crel, mergeAttributes, Node } from "django-prose-editor/editor";

const TONES = { note: "Note", warning: "Warning", doctor: "Call your doctor", emergency: "Emergency: call 911" };

export const Callout = Node.create({
  name: "callout",
  group: "block",
  content: "block+",
  defining: true,

  addAttributes: () => ({
    tone: {
      default: "note",
      parseHTML: ({ dataset }) => (Object.hasOwn(TONES, dataset.tone) ? dataset.tone : "note"),
      renderHTML: ({ tone }) => ({ "data-tone": tone }),
    },
  }),
  parseHTML: () => [{ tag: "aside.callout" }],
  renderHTML: ({ HTMLAttributes }) => ["aside", mergeAttributes({ class: "callout" }, HTMLAttributes), 0],
  // In the editor it is a named note: an aside would be a landmark of the page. The style sheet shows the name.
  addNodeView:
    () =>
    ({ node }) => {
      const { tone } = node.attrs;
      const dom = crel("aside", { className: "callout", "data-tone": tone, role: "note", "aria-label": TONES[tone] });
      return { dom, contentDOM: dom };
    },

  addCommands() {
    return {
      // Tiptap's toggleWrap wraps the list item, not the whole list, and nests one tone in another.
      toggleCallout:
        (tone) =>
        ({ state, tr, dispatch, commands }) => {
          const { $from, $to } = state.selection;
          let depth = $from.depth;
          while (depth && $from.node(depth).type !== this.type) depth--;
          if (depth && $from.node(depth).attrs.tone !== tone) return commands.updateAttributes(this.name, { tone });
          const range = depth
            ? tr.doc.resolve($from.start(depth)).blockRange(tr.doc.resolve($from.end(depth)))
            : $from.blockRange($to, (parent) => parent.type.contentMatch.matchType(this.type));
          if (!range) return false;
          if (dispatch && depth) tr.lift(range, depth - 1);
          else if (dispatch) tr.wrap(range, [{ type: this.type, attrs: { tone } }]);
          return true;
        },
    };
  },
});
