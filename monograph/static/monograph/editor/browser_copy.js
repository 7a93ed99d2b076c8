// What the server does not have yet, kept in this browser: for each page that is open its own, by person and section.

const PREFIX = "monograph-typing";

export class BrowserCopy {
  constructor({ person, section }) {
    this.prefix = `${PREFIX}:${person}:${section}:`;
    this.key = this.prefix + crypto.getRandomValues(new Uint32Array(2)).join("");
  }

  /** @returns whether it is kept: a browser may have no room, or no leave */
  keep(typing) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ ...typing, at: Date.now() }));
      return true;
    } catch (error) {
      if (error instanceof DOMException) return false;
      throw error;
    }
  }

  forget(key = this.key) {
    try {
      localStorage.removeItem(key);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error; // no leave: then nothing is there
    }
  }

  /** @returns what other pages have left here, newest first: [[key, {typed, expected, at}], …] */
  left() {
    try {
      return Object.keys(localStorage)
        .filter((key) => key.startsWith(this.prefix) && key !== this.key)
        .map((key) => [key, JSON.parse(localStorage.getItem(key))])
        .sort(([, a], [, b]) => b.at - a.at);
    } catch (error) {
      if (error instanceof DOMException) return [];
      throw error;
    }
  }
}
