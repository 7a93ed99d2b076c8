// Links to allowed addresses only. Which they are is `isAllowedUri`, set from the server's own rule in section.js.
import { Link as BaseLink } from "django-prose-editor/editor"
import { ask } from "monograph/editor/ask"

const HELP =
  "Begin with https://, http://, mailto: or tel:, with # for a section of this guide (#dosage), " +
  "or with /guides/ for another guide (/guides/warfarin/)."
const REFUSAL = "This address cannot be used. Check how it begins, and that it holds no spaces."

async function askForAddress(editor, isAllowed) {
  const check = (href) => (isAllowed(href) ? "" : REFUSAL)
  const attrs = await ask("Link", [{ name: "href", label: "Address", help: HELP, check }], editor.getAttributes("link"))
  if (attrs) editor.chain().focus().extendMarkRange("link").setLink(attrs).run()
}

export const Link = BaseLink.extend({
  addOptions() {
    return {
      ...this.parent?.(),
      autolink: false,
      // Pasted prose such as "patients.Do not" must not become a link to the top-level domain "do".
      shouldAutoLink: (href) => /^https?:/i.test(href),
    }
  },
  addAttributes: () => ({ href: { default: null } }),
  addCommands() {
    return {
      ...this.parent?.(),
      addLink: // also what Ctrl+K calls
        () =>
        ({ editor, state, dispatch }) => {
          if (state.selection.empty && !editor.isActive("link")) return false
          if (dispatch) askForAddress(editor, this.options.isAllowedUri)
          return true
        },
    }
  },
})
