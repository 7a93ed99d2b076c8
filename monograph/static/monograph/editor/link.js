// Links to allowed addresses only. `isAllowedUri` decides, set from the server's own rule in section_editor.js.
import { Link as BaseLink } from "django-prose-editor/editor";
import { askInDialog } from "./dialog.js";

const HELP =
  "Start with https://, http://, mailto: or tel:, with # for a section of this guide (#dosage), " +
  "or with /guides/ for another guide (/guides/warfarin/).";
const ERROR = "This address is not allowed. Check how it starts, and that it contains no spaces.";

/** @returns [[address, heading], …] of the guide's other sections, where the page knows them */
function readSections() {
  const script = document.getElementById("sections-to-link");
  return script ? JSON.parse(script.textContent).map(({ code, heading }) => [`#${code}`, heading]) : [];
}

async function askForAddress(editor, isAllowed) {
  const { href } = editor.getAttributes("link");
  const sections = readSections();
  const sectionAt = (href) => (sections.some(([address]) => address === href) ? href : "");
  const section = {
    name: "section",
    label: "Section of this guide",
    options: [["", "None: another address"], ...sections],
    onInput: (value, { href }) => {
      href.value = value;
    },
  };
  const address = {
    name: "href",
    label: "Address",
    help: HELP,
    validate: (href) => (isAllowed(href) ? "" : ERROR),
    onInput: (value, { section }) => {
      if (section) section.value = sectionAt(value);
    },
  };
  const fields = sections.length ? [section, address] : [address];
  const values = await askInDialog("Link", fields, { section: sectionAt(href), href });
  if (values) editor.chain().focus().extendMarkRange("link").setLink({ href: values.href }).run();
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
      // Ctrl+K calls it too.
      addLink:
        () =>
        ({ editor, state, dispatch }) => {
          if (state.selection.empty && !editor.isActive("link")) return false;
          if (dispatch) askForAddress(editor, this.options.isAllowedUri);
          return true;
        },
    };
  },
});
