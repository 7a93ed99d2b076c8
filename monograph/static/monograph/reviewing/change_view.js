// Remembers in the browser whether a person reads changes inline or side by side, for the next review.
const KEY = "monograph-change-view";

const choices = [...document.querySelectorAll('.change-choice input[name="view"]')];
const remembered = choices.find(({ value }) => value === localStorage.getItem(KEY));
if (remembered) remembered.checked = true;
for (const choice of choices) choice.addEventListener("change", () => localStorage.setItem(KEY, choice.value));
