// A reference that the library lacks, added without leaving the section.
import { post } from "monograph/editor/answers";
import { ask } from "monograph/editor/ask";

const keyOf = (title) =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60);

const needed = (value) => (value ? "" : "This field is needed.");
const FIELDS = [
  { name: "title", label: "Title", check: needed, onInput: (value, { key }) => (key.value = keyOf(value)) },
  { name: "publisher", label: "Publisher", check: needed },
  { name: "year", label: "Year", help: "Leave empty if it has none." },
  { name: "url", label: "Address", help: "Beginning with https://" },
  { name: "accessed_on", label: "Date accessed", help: "Such as 2026-10-01." },
  { name: "key", label: "Key", help: "Short and lasting, such as warfarin-label. It is for good.", check: needed },
];

/** @returns a promise of the {key, words} of the reference that was added, or of null */
export async function askForReference(address) {
  let made = null;
  await ask("New reference", FIELDS, {}, async (answer) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(answer)) body.set(name, value);
    const { kind, data } = await post(address, body);
    if (kind === "done") made = data;
    if (made) return {};
    if (data?.errors) return Object.fromEntries(Object.entries(data.errors).map(([name, [first]]) => [name, first]));
    if (kind === "ended") return { all: "Your log-in has ended. Log in in another tab, then apply." };
    return { all: "Not added: the server does not answer. Try again." };
  });
  return made;
}
