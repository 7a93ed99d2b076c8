// Places in a text, which pages and server give as the number of letters before them, letters being all characters that
// are not white space: white space differs between the markup, a selection and the server's reading, and nothing else.
// Letters are code points, as the server counts them.

export const isLetter = (character) => /\S/.test(character);

/** @returns the letters of words, as an array */
export const lettersOf = (words) => [...words].filter(isLetter);

/**
 * @param {string[]} letters of a text
 * @param {string} quote words of it
 * @param {number|null} place of the words, where the text has not changed since; null if nobody knows it
 * @returns {{start: number, end: number}|null} the letters of the quote that are nearest to the place, or the first
 */
export function findLetters(letters, quote, place) {
  const wanted = lettersOf(quote);
  if (!wanted.length) return null;
  const isAt = (start) => wanted.every((letter, i) => letters[start + i] === letter);
  let nearest = -1;
  for (let start = 0; start + wanted.length <= letters.length; start++) {
    if (!isAt(start)) continue;
    const isNearer = nearest < 0 || Math.abs(start - place) < Math.abs(nearest - place);
    if (nearest < 0 || (place !== null && isNearer)) nearest = start;
  }
  return nearest < 0 ? null : { start: nearest, end: nearest + wanted.length };
}

/** @returns the place that a button of the server carries; null if it has none */
export const placeOf = ({ dataset }) => (dataset.letter === undefined ? null : Number(dataset.letter));
