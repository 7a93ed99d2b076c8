// A field that finds references in the library by words.
import { createCombobox } from "../combobox.js";
import { request } from "./requests.js";

const DELAY = 250; // milliseconds
const ID = "reference-search";
const HELP = "Type words of a title, a publisher or a key, then choose with the arrow keys and Enter.";

function createOption({ key, words }) {
  const option = Object.assign(document.createElement("li"), { textContent: words });
  option.dataset.key = key;
  return option;
}

/**
 * @param {string} url
 * @param {(key: string, words: string) => void} cite called with the reference that was chosen
 */
export function createReferenceSearch(url, cite) {
  const input = document.createElement("input");
  Object.assign(input, { id: ID, type: "text", className: "vTextField", autocomplete: "off" });
  const label = Object.assign(document.createElement("label"), {
    htmlFor: ID,
    textContent: "Find a reference to cite",
  });
  const help = Object.assign(document.createElement("p"), { className: "help", id: `${ID}-help`, textContent: HELP });
  input.setAttribute("aria-describedby", help.id);

  const search = async (words, signal) => {
    const { outcome, data } = await request(`${url}?${new URLSearchParams({ q: words })}`, { signal });
    if (outcome !== "ok") {
      help.textContent = outcome === "logged_out" ? "You are logged out." : "The library does not respond. Try again.";
      return [];
    }
    const { references } = data;
    help.textContent = references.length ? `${references.length} found. ${HELP}` : "None found.";
    return references.map(createOption);
  };
  const choose = ({ dataset, textContent }) => {
    input.value = "";
    help.textContent = HELP;
    cite(dataset.key, textContent);
  };
  const list = createCombobox(input, { label: "References found", search, choose, delay: DELAY });
  // Search words are no part of the section, and Enter never submits its form.
  input.addEventListener("input", (event) => event.stopPropagation());
  input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());

  const box = Object.assign(document.createElement("div"), { className: "desk-combobox" });
  box.append(label, input, list, help);
  return { box, input };
}
