// Suggests names while a reader types in a search field. Without this script the form opens the page of results.
import { createCombobox } from "./combobox.js";

function createOption({ name, note, address }, language) {
  const link = Object.assign(document.createElement("a"), { href: address, tabIndex: -1, lang: language });
  link.textContent = name;
  if (note) {
    const { lang } = document.documentElement;
    link.append(" ", Object.assign(document.createElement("span"), { lang, textContent: note }));
  }
  const option = document.createElement("li");
  option.append(link);
  return option;
}

for (const form of document.querySelectorAll("form.search")) {
  const list = createCombobox(form.querySelector("input[type=search]"), {
    label: form.querySelector("label").textContent,
    delay: 120,
    minLength: 2,
    async search(words, signal) {
      const url = new URL(form.dataset.names, location.href);
      url.searchParams.set("q", words);
      try {
        const response = await fetch(url, { signal });
        if (!response.ok) return [];
        const { names, language } = await response.json();
        return names.map((name) => createOption(name, language));
      } catch (error) {
        if (error instanceof TypeError) return []; // no network: the form still works
        throw error;
      }
    },
  });
  list.classList.add("suggestions");
  form.append(list);
}
