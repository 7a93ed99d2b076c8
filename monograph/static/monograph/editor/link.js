// Links to allowed addresses only. Which they are is `isAllowedUri`, set from the server's own rule in section.js.
import { Link as BaseLink } from "django-prose-editor/editor";
import { ask } from "monograph/editor/ask";

const HELP =
  "Begin with https://, http://, mailto: or tel:, with # for a section of this guide (#dosage), " +
  "or with /guides/ for another guide (/guides/warfarin/).";
const REFUSAL = "This address cannot be used. Check how it begins, and that it holds no spaces.";

// The guide's other sections, where the page knows them.
function sections() {
  const told = document.getElementById("sections-to-link");
  return told ? JSON.parse(told.textContent).map(({ code, heading }) => [`#${code}`, heading]) : [];
}

async function askForAddress(editor, isAllowed) {
  const { href } = editor.getAttributes("link");
  const choices = sections();
  const section = {
    name: "section",
    label: "Section of this guide",
    options: [["", "None: another address"], ...choices],
    onInput: (value, { href }) => (href.value = value),
  };
  const address = {
    name: "href",
    label: "Address",
    help: HELP,
    check: (href) => (isAllowed(href) ? "" : REFUSAL),
    onInput: (value, { section }) => section && (section.value = choices.some(([at]) => at === value) ? value : ""),
  };
  const known = choices.some(([at]) => at === href) ? href : "";
  const answer = await ask("Link", choices.length ? [section, address] : [address], { section: known, href });
  if (answer) editor.chain().focus().extendMarkRange("link").setLink({ href: answer.href }).run();
}

export const Link = BaseLink.extend({
  addOptions() {
    return {
      ...this.parent?.(),
      autolink: false,
      // Pasted prose such as "patients.Do not" must not become a link to the top-level domain "do".
      shouldAutoLink: (href) => /^https?:/i.test(href),
    };
  },
  addAttributes: () => ({ href: { default: null } }),
  addCommands() {
    return {
      ...this.parent?.(),
      addLink: // also what Ctrl+K calls
          () =>
          ({ editor, state, dispatch }) => {
            if (state.selection.empty && !editor.isActive("link")) return false;
            if (dispatch) askForAddress(editor, this.options.isAllowedUri);
            return true;
          },
    };
  },
});
