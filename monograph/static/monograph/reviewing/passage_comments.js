// Passages of the text under review: comment on the selected words, find the quoted ones. Reviewing works without it.
import { findLetters, isLetter, lettersOf, placeOf } from "../letters.js";

const SCROLL_KEY = "monograph-review-place";
// Words that pages add to a text.
const ADDED = ".change-label, .visually-hidden, .footnote-back";

const text = document.getElementById("text");
const form = document.querySelector("[data-comment-form]");
const liveRegion = document.getElementById("review-status");

/** @returns the letters of elements, each with its place in the page, without those inside `leftOut` */
function readLetters(roots, leftOut) {
  const letters = [];
  for (const root of roots) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.parentElement.closest(leftOut)) continue;
      let at = 0;
      for (const letter of node.data) {
        if (isLetter(letter)) letters.push({ node, at, letter });
        at += letter.length;
      }
    }
  }
  return letters;
}

/** @returns the letters of the text under review, in the order in which the server counts them */
function readText() {
  const parts = ["body", "other"].flatMap((part) => [...text.querySelectorAll(`[data-part="${part}"]`)]);
  return readLetters(parts, ADDED);
}

/** @returns {Range|null} the words of a quote that are nearest to a place in the text */
function findQuote(letters, quote, place) {
  const found = findLetters(
    letters.map(({ letter }) => letter),
    quote,
    place,
  );
  if (!found) return null;
  const range = new Range();
  const end = letters[found.end - 1];
  range.setStart(letters[found.start].node, letters[found.start].at);
  range.setEnd(end.node, end.at + end.letter.length);
  return range;
}

/** @returns the words of a range as readers would read them: without deletions, unless there is nothing else */
function readQuote(range) {
  const fragment = range.cloneContents();
  for (const element of fragment.querySelectorAll(`del, ${ADDED}`)) element.remove();
  for (const block of fragment.querySelectorAll("p, li, td, th, dt, dd, h3, h4, br")) block.append(" ");
  const words = fragment.textContent.trim() || range.toString();
  return words.replace(/\s+/g, " ").trim();
}

/**
 * @returns where a quote is that was selected: the number of letters before it, and the digest of the text that has
 *   them, "" for the text under review; no place if the letters there are others
 */
function placeOfSelection(range, quote) {
  const { letters, digest } = lettersAround(range);
  const isSelected = ({ node, at }) => range.comparePoint(node, at) >= 0 && range.comparePoint(node, at + 1) <= 0;
  const start = letters.findIndex(isSelected);
  const isQuote = start >= 0 && lettersOf(quote).every((letter, i) => letters[start + i]?.letter === letter);
  return { place: isQuote ? start : "", digest };
}

/** @returns the letters of the text that a selection is in, and its digest */
function lettersAround(range) {
  const { commonAncestorContainer: container } = range;
  const element = container.nodeType === Node.ELEMENT_NODE ? container : container.parentElement;
  const comparison = element.closest("[data-against]");
  if (!comparison) return { letters: readText(), digest: "" };
  const before = comparison.dataset.before ?? "";
  const sides = element.closest(".desk-sides");
  if (sides) {
    const isOld = Boolean(element.closest("[data-old]"));
    const cells = sides.querySelectorAll(isOld ? "[data-old]" : "td[data-passages]");
    return { letters: readLetters(cells, ADDED), digest: isOld ? before : "" };
  }
  const change = [element.closest("[data-passages]")];
  return element.closest("del")
    ? { letters: readLetters(change, `ins, ${ADDED}`), digest: before }
    : { letters: readLetters(change, `del, ${ADDED}`), digest: "" };
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
  const { quote, body, place, quoted } = form.elements;

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
    const range = getSelectedRange();
    quote.value = readQuote(range);
    const selected = placeOfSelection(range, quote.value);
    [place.value, quoted.value] = [selected.place, selected.digest];
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
  const letters = readText();
  for (const button of document.querySelectorAll("[data-quote]")) {
    const { quote, comment } = button.dataset;
    const range = findQuote(letters, quote, placeOf(button));
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
