// Passages of the text under review: comment on the selected words, find the quoted ones. Reviewing works without it.
const SCROLL_KEY = "monograph-review-place";

const text = document.getElementById("text");
const form = document.querySelector("[data-comment-form]");
const liveRegion = document.getElementById("review-status");

/** @returns the letters of an element without white space, which differs in a selection, a quote and the markup */
function readLetters(root) {
  const letters = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    for (let at = 0; at < node.length; at++)
      if (/\S/.test(node.data[at])) letters.push({ node, at, letter: node.data[at] });
  }
  return letters;
}

/** @returns {Range|null} the nth occurrence of a quote in an element, from 0; the first if there are fewer */
function findQuote(root, quote, nth = 0) {
  const letters = readLetters(root);
  const all = letters.map(({ letter }) => letter).join("");
  const wanted = quote.replace(/\s+/g, "");
  const first = wanted ? all.indexOf(wanted) : -1;
  if (first < 0) return null;
  let start = first;
  for (let count = 0; count < nth && start >= 0; count++) start = all.indexOf(wanted, start + 1);
  if (start < 0) start = first;
  const range = new Range();
  const end = letters[start + wanted.length - 1];
  range.setStart(letters[start].node, letters[start].at);
  range.setEnd(end.node, end.at + 1);
  return range;
}

/** @returns the words of a range as readers would read them: without deletions, unless there is nothing else */
function readQuote(range) {
  const fragment = range.cloneContents();
  for (const element of fragment.querySelectorAll("del, .change-label, .visually-hidden")) element.remove();
  for (const block of fragment.querySelectorAll("p, li, td, th, dt, dd, h3, h4, br")) block.append(" ");
  const words = fragment.textContent.trim() || range.toString();
  return words.replace(/\s+/g, " ").trim();
}

function getSelectedRange() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const container = range.commonAncestorContainer;
  const element = container.nodeType === Node.ELEMENT_NODE ? container : container.parentElement;
  return element.closest("[data-passages], .desk-sides") ? range : null;
}

function storeScroll() {
  sessionStorage.setItem(SCROLL_KEY, JSON.stringify({ path: location.pathname, y: scrollY }));
}

/** Scroll back to where a comment was written, on the page that confirms or refuses it. */
function restoreScroll() {
  const stored = JSON.parse(sessionStorage.getItem(SCROLL_KEY) ?? "null");
  sessionStorage.removeItem(SCROLL_KEY);
  const hasMessage = document.querySelector(".messagelist, [role=alert]");
  if (stored?.path === location.pathname && hasMessage) scrollTo(0, stored.y);
}

function startComments() {
  const button = document.getElementById("comment-on-passage");
  const dialog = document.getElementById("passage-dialog");
  const home = form.parentElement;
  const [quote, body] = [form.elements.quote, form.elements.body];

  document.addEventListener("selectionchange", () => {
    const range = getSelectedRange();
    button.hidden = !range;
    if (!range) return;
    const box = range.getBoundingClientRect();
    button.style.top = `${scrollY + box.bottom + 6}px`;
    button.style.left = `${Math.max(8, Math.min(scrollX + box.left, innerWidth - button.offsetWidth - 8))}px`;
  });
  // Pressing the button must not clear the selection before it is read.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    quote.value = readQuote(getSelectedRange());
    button.hidden = true;
    dialog.querySelector("[data-form-slot]").append(form);
    dialog.showModal();
    body.focus();
  });
  dialog.addEventListener("close", () => home.append(form));
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  form.addEventListener("submit", () => dialog.open && storeScroll());
}

function showQuote(range, quote) {
  getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  range.startContainer.parentElement.scrollIntoView({ block: "center" });
  text.focus({ preventScroll: true });
  liveRegion.textContent = `In the text: ${quote}`;
}

/** Make “Show in text” select the words it quotes, and a click on commented words show their comment. */
function startQuotes() {
  const commented = new Map();
  for (const button of document.querySelectorAll("[data-quote]")) {
    const { quote, nth, comment } = button.dataset;
    const range = findQuote(text, quote, Number(nth ?? 0));
    button.hidden = !range;
    if (range && comment) commented.set(range, comment);
    button.addEventListener("click", () => showQuote(range, quote));
  }
  if (window.Highlight) CSS.highlights.set("commented", new Highlight(...commented.keys()));
  text.addEventListener("click", ({ clientX: x, clientY: y }) => {
    if (!getSelection().isCollapsed) return;
    const contains = ({ left, right, top, bottom }) => x >= left && x <= right && y >= top && y <= bottom;
    const hit = [...commented].find(([range]) => [...range.getClientRects()].some(contains));
    if (hit) document.getElementById(`comment-${hit[1]}`).scrollIntoView({ block: "center" });
  });
}

startQuotes();
if (form) startComments();
restoreScroll();
