// How somebody likes to see changes is remembered in their browser, for the next of ten reviews.
{
  const KEY = "monograph-change-view";
  const choices = [...document.querySelectorAll('.change-choice input[name="view"]')];
  const kept = choices.find((each) => each.value === localStorage.getItem(KEY));
  if (kept) kept.checked = true;
  for (const each of choices) each.addEventListener("change", () => localStorage.setItem(KEY, each.value));
}
