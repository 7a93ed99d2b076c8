// Where in the editor the words stand that the server quotes.

// What a reader reads of the document, as content/document.py has it, and the position of every character of it.
function readingOf(doc) {
  let text = "";
  const places = [];
  const add = (character, from, to) => {
    const isSpace = /[ \t\r\n\f]/.test(character);
    if (isSpace && (!text || /[ \n]$/.test(text))) return;
    text += isSpace ? " " : character;
    places.push({ from, to });
  };
  doc.descendants((block, at) => {
    if (!block.isTextblock) return true;
    block.forEach((node, offset) => {
      const start = at + 1 + offset;
      const words = node.isText ? node.text : node.type.name === "hardBreak" ? " " : (node.attrs.mark ?? "");
      words
        .split("")
        .forEach((character, i) =>
          node.isText ? add(character, start + i, start + i + 1) : add(character, start, start + node.nodeSize),
        );
    });
    if (text.endsWith(" ")) {
      text = text.slice(0, -1);
      places.pop();
    }
    if (text && !text.endsWith("\n")) {
      text += "\n";
      places.push({ from: at + block.nodeSize - 1, to: at + block.nodeSize - 1 });
    }
    return false;
  });
  return { text, places };
}

/** @returns {from, to} of the nth of these words, from 0; of the first, where there are fewer; null where none is */
export function placeOf(doc, words, nth) {
  const { text, places } = readingOf(doc);
  const first = text.indexOf(words);
  if (first < 0) return null;
  let at = first;
  for (let count = 0; count < nth && at >= 0; count++) at = text.indexOf(words, at + 1);
  if (at < 0) at = first;
  return { from: places[at].from, to: places[at + words.length - 1].to };
}
