// Cleans the HTML that programs put on the clipboard before the editor reads it: removes what is not text of a page,
// rebuilds Word's lists, which are paragraphs with a bullet before each, and fixes the nested lists of Google Docs.

// Parts of a web page that readers do not take for its text.
const NOT_TEXT = [
  "script, style, template, noscript, iframe, object, svg, nav, button, select, input, textarea, link, meta, title",
  "header:not(article header, main header), footer:not(article footer, main footer), [hidden], [aria-hidden=true]",
  "[role=navigation], [role=banner], [role=contentinfo]",
  "[data-style*='display:none' i], [data-style*='display: none' i]",
].join();
const BULLET = /^[\s\u00a0]*(?:[·•▪●○◦‣§ü–-]|o(?=[\s\u00a0])|\uf0b7|\uf0a7|\uf0d8)[\s\u00a0]*/u;
const NUMBER = /^[\s\u00a0]*\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)][\s\u00a0]*/iu;
const WORD_LIST = /mso-list:\s*(?!ignore|none)/i;
const IGNORED = "[data-style*='mso-list:ignore' i], [data-style*='mso-list: ignore' i]";

const styleOf = (element) => element.dataset.style ?? "";
const isListItem = (paragraph) => WORD_LIST.test(styleOf(paragraph)) || /MsoListParagraph/.test(paragraph.className);

/** Remove the bullet or number from the text. @returns "ul" or "ol" by which it was, "" if there was none */
function removeBullet(paragraph) {
  const ignored = paragraph.querySelector(IGNORED);
  const first = ignored ?? textNodesOf(paragraph).find((text) => text.data.trim());
  const words = first?.textContent ?? "";
  const kind = BULLET.test(words) || (ignored && !NUMBER.test(words)) ? "ul" : NUMBER.test(words) ? "ol" : "";
  if (ignored) ignored.remove();
  else if (kind) first.data = first.data.replace(kind === "ul" ? BULLET : NUMBER, "");
  for (const text of textNodesOf(paragraph)) {
    // The space between the bullet and the words.
    text.data = text.data.replace(/^[\s\u00a0]+/, "");
    if (text.data) break;
  }
  return kind;
}

function textNodesOf(element) {
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

function rebuildLists(root) {
  const emptyItem = () => root.ownerDocument.createElement("li");
  let open = []; // lists that later paragraphs may continue, outermost first
  for (const paragraph of root.querySelectorAll("p, div")) {
    if (!isListItem(paragraph)) continue;
    // Anything between two items ends the list.
    const outermost = open[0];
    if (outermost && outermost.nextElementSibling !== paragraph) open = [];
    const kind = removeBullet(paragraph);
    if (!kind && !open.length) continue; // a plain paragraph in the style of a list
    const level = Number(/level(\d)/.exec(styleOf(paragraph))?.[1] ?? 1);
    const item = root.ownerDocument.createElement(kind ? "li" : "p");
    item.append(...paragraph.childNodes);
    if (!kind) {
      // This is how Word continues the item before.
      open.at(-1).lastElementChild.append(item);
      paragraph.remove();
      continue;
    }
    open.length = Math.min(open.length, level);
    if (open.length === level && open.at(-1).localName !== kind && level > 1) open.pop();
    else if (open.length === level && open[0].localName !== kind) open = [];
    while (open.length < level) {
      const list = root.ownerDocument.createElement(open.length === level - 1 ? kind : "ul");
      if (!open.length) paragraph.before(list);
      else (open.at(-1).lastElementChild ?? open.at(-1).appendChild(emptyItem())).append(list);
      open.push(list);
    }
    open.at(-1).append(item);
    paragraph.remove();
  }
}

export function cleanPastedHTML(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const element of body.querySelectorAll(NOT_TEXT)) element.remove();
  for (const element of body.querySelectorAll("o\\:p")) element.replaceWith(...element.childNodes);
  rebuildLists(body);
  // <ul><li>one</li><ul>…</ul></ul>: the inner list belongs to the item before it.
  for (const list of body.querySelectorAll(":is(ul, ol) > :is(ul, ol)")) list.previousElementSibling?.append(list);
  for (const block of body.querySelectorAll("p, h1, h2, h3, h4, h5, h6"))
    if (!block.textContent.replace(/[\s\u00a0]/g, "") && !block.querySelector("img, br")) block.remove();
  return body.innerHTML;
}
