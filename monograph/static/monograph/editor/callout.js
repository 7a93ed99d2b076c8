// <aside class="callout" data-tone="…">blocks</aside>
import { mergeAttributes, Node } from "django-prose-editor/editor"

const TONES = ["note", "warning", "doctor", "emergency"]

export const Callout = Node.create({
  name: "callout",
  group: "block",
  content: "block+",
  defining: true,

  addAttributes: () => ({
    tone: {
      default: "note",
      parseHTML: ({ dataset }) => (TONES.includes(dataset.tone) ? dataset.tone : "note"),
      renderHTML: ({ tone }) => ({ "data-tone": tone }),
    },
  }),
  parseHTML: () => [{ tag: "aside.callout" }],
  renderHTML: ({ HTMLAttributes }) => ["aside", mergeAttributes({ class: "callout" }, HTMLAttributes), 0],

  addCommands() {
    return {
      // Not Tiptap's toggleWrap: that takes the list item, not the whole list, and nests one tone in another.
      toggleCallout:
        (tone) =>
        ({ state, tr, dispatch, commands }) => {
          const { $from, $to } = state.selection
          let depth = $from.depth
          while (depth && $from.node(depth).type !== this.type) depth--
          if (depth && $from.node(depth).attrs.tone !== tone) return commands.updateAttributes(this.name, { tone })
          const range = depth
            ? tr.doc.resolve($from.start(depth)).blockRange(tr.doc.resolve($from.end(depth)))
            : $from.blockRange($to, (parent) => parent.type.contentMatch.matchType(this.type))
          if (!range) return false
          if (dispatch) depth ? tr.lift(range, depth - 1) : tr.wrap(range, [{ type: this.type, attrs: { tone } }])
          return true
        },
    }
  },
})
