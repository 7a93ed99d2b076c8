// Remembers in the browser how a person likes to see changes, for the next review.
const KEY = "monograph-change-view";

const choices = [...document.querySelectorAll('.change-choice input[name="view"]')];
const remembered = choices.find(({ value }) => value === localStorage.getItem(KEY));
if (remembered) remembered.checked = true;
for (const choice of choices) choice.addEventListener("change", () => localStorage.setItem(KEY, choice.value));
