// Finds the words that the server quotes in the document of the editor.

/** @returns the text as content/document.py reads it, and the editor's position of each character of it */
function readText(doc) {
  let text = "";
  const positions = [];
  const add = (character, from, to) => {
    const isSpace = /[ \t\r\n\f]/.test(character);
    if (isSpace && (!text || /[ \n]$/.test(text))) return;
    text += isSpace ? " " : character;
    positions.push({ from, to });
  };
  const addInline = (node, start) => {
    const words = node.isText ? node.text : node.type.name === "hardBreak" ? " " : (node.attrs.mark ?? "");
    for (const [i, character] of words.split("").entries())
      if (node.isText) add(character, start + i, start + i + 1);
      else add(character, start, start + node.nodeSize);
  };
  const endBlock = (end) => {
    if (text.endsWith(" ")) {
      text = text.slice(0, -1);
      positions.pop();
    }
    if (text && !text.endsWith("\n")) {
      text += "\n";
      positions.push({ from: end, to: end });
    }
  };
  doc.descendants((block, at) => {
    if (!block.isTextblock) return true;
    block.forEach((node, offset) => {
      addInline(node, at + 1 + offset);
    });
    endBlock(at + block.nodeSize - 1);
    return false;
  });
  return { text, positions };
}

/** @returns {from, to} of the nth occurrence of a quote, from 0; of the first if there are fewer; or null */
export function findQuote(doc, quote, nth) {
  const { text, positions } = readText(doc);
  const first = text.indexOf(quote);
  if (first < 0) return null;
  let at = first;
  for (let count = 0; count < nth && at >= 0; count++) at = text.indexOf(quote, at + 1);
  if (at < 0) at = first;
  return { from: positions[at].from, to: positions[at + quote.length - 1].to };
}
