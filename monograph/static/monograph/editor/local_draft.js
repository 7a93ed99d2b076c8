// Unsaved changes that only this browser has yet: one copy for each open page, by person and section.

const PREFIX = "monograph-typing"; // stored in browsers: renaming it would lose what is there

/** Use localStorage. @returns the result, or the fallback where the browser has no room or no permission */
function withStorage(action, fallback) {
  try {
    return action();
  } catch (error) {
    if (error instanceof DOMException) return fallback;
    throw error;
  }
}

export class LocalDraft {
  constructor({ person, section }) {
    this.prefix = `${PREFIX}:${person}:${section}:`;
    this.key = this.prefix + crypto.getRandomValues(new Uint32Array(2)).join("");
  }

  /** @returns {boolean} whether it was stored */
  store(draft) {
    return withStorage(() => {
      localStorage.setItem(this.key, JSON.stringify({ ...draft, at: Date.now() }));
      return true;
    }, false);
  }

  remove(key = this.key) {
    withStorage(() => localStorage.removeItem(key));
  }

  /** @returns what other pages left behind, newest first: [[key, {typed, expected, at}], …] */
  others() {
    return withStorage(
      () =>
        Object.keys(localStorage)
          .filter((key) => key.startsWith(this.prefix) && key !== this.key)
          .map((key) => [key, JSON.parse(localStorage.getItem(key))])
          .sort(([, a], [, b]) => b.at - a.at),
      [],
    );
  }
}
