// Finds the words that the server quotes in the document of the editor.
import { findLetters, isLetter } from "../letters.js";

/** @returns the letters of the document, each with its positions in the editor */
function readLetters(doc) {
  const letters = [];
  doc.descendants((node, position) => {
    const words = node.isText ? node.text : (node.attrs.mark ?? "");
    let at = 0;
    for (const letter of words) {
      const [from, to] = node.isText
        ? [position + at, position + at + letter.length]
        : [position, position + node.nodeSize];
      if (isLetter(letter)) letters.push({ letter, from, to });
      at += letter.length;
    }
  });
  return letters;
}

/** @returns {from, to} of the words of a quote that are nearest to a place of the text, or of the first; or null */
export function findQuote(doc, quote, place) {
  const letters = readLetters(doc);
  const found = findLetters(
    letters.map(({ letter }) => letter),
    quote,
    place,
  );
  return found && { from: letters[found.start].from, to: letters[found.end - 1].to };
}
