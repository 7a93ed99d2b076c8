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
  // While editing, a named note: an aside would be a landmark of the page, and the style sheet shows the name.
  addNodeView:
    () =>
    ({
      node: {
        attrs: { tone },
      },
    }) => {
      const dom = crel("aside", { className: "callout", "data-tone": tone, role: "note", "aria-label": TONES[tone] });
      return { dom, contentDOM: dom };
    },

  addCommands() {
    return {
      // Not Tiptap's toggleWrap: that takes the list item, not the whole list, and nests one tone in another.
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
          if (dispatch) depth ? tr.lift(range, depth - 1) : tr.wrap(range, [{ type: this.type, attrs: { tone } }]);
          return true;
        },
    };
  },
});
