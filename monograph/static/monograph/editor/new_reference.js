// Adds a reference to the library without leaving the section.
import { askInDialog } from "./dialog.js";
import { post } from "./requests.js";

const suggestKey = (title) =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60);

const required = (value) => (value ? "" : "This field is required.");
const updateKey = (title, { key }) => {
  key.value = suggestKey(title);
};
const FIELDS = [
  { name: "title", label: "Title", validate: required, onInput: updateKey },
  { name: "publisher", label: "Publisher", validate: required },
  { name: "year", label: "Year (optional)" },
  { name: "url", label: "Address", help: "Starts with https://" },
  { name: "accessed_on", label: "Date accessed", help: "For example 2026-10-01." },
  { name: "key", label: "Key", help: "Short, such as warfarin-label. It can’t be changed later.", validate: required },
];

/** @returns {Promise<{key: string, words: string}|null>} the reference that was added */
export async function askForReference(url) {
  let added = null;
  await askInDialog("New reference", FIELDS, {}, async (values) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(values)) body.set(name, value);
    const { outcome, data } = await post(url, body);
    if (outcome === "ok") {
      added = data;
      return {};
    }
    if (data?.errors) return Object.fromEntries(Object.entries(data.errors).map(([name, [first]]) => [name, first]));
    if (outcome === "logged_out") return { all: "You are logged out. Log in in another tab, then apply." };
    return { all: "Not added: the server does not respond. Try again." };
  });
  return added;
}
