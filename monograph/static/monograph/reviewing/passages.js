// Passages of the text under review: comment on what is selected, find what is quoted. Nothing here is needed to review.
{
  const PLACE = "monograph-review-place";
  const text = document.getElementById("text");
  const form = document.querySelector("[data-comment-form]");
  const say = document.getElementById("review-says");

  // All letters of an element without white space, which is not the same in a selection, a quotation and the markup.
  function lettersOf(root) {
    const letters = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      for (let at = 0; at < node.length; at++)
        if (/\S/.test(node.data[at])) letters.push({ node, at, letter: node.data[at] });
    }
    return letters;
  }

  /** @returns the Range of the nth of these words in an element, from 0; of the first, where there are fewer; or null */
  function rangeOf(root, words, nth = 0) {
    const letters = lettersOf(root);
    const all = letters.map((each) => each.letter).join("");
    const wanted = words.replace(/\s+/g, "");
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

  // What readers would read of a selection: what went out of the text is no passage of it, unless it is all there is.
  function wordsOf(range) {
    const part = range.cloneContents();
    for (const each of part.querySelectorAll("del, .change-label, .visually-hidden")) each.remove();
    for (const block of part.querySelectorAll("p, li, td, th, dt, dd, h3, h4, br")) block.append(" ");
    const read = part.textContent.trim() || range.toString();
    return read.replace(/\s+/g, " ").trim();
  }

  function selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const within = range.commonAncestorContainer;
    const element = within.nodeType === Node.ELEMENT_NODE ? within : within.parentElement;
    return element.closest("[data-passages], .desk-sides") ? range : null;
  }

  function remember() {
    sessionStorage.setItem(PLACE, JSON.stringify({ path: location.pathname, y: scrollY }));
  }

  function returnToPlace() {
    const kept = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
    sessionStorage.removeItem(PLACE);
    const isAnswered = document.querySelector(".messagelist, [role=alert]");
    if (kept?.path === location.pathname && isAnswered) scrollTo(0, kept.y);
  }

  function startComments() {
    const button = document.getElementById("comment-on-passage");
    const dialog = document.getElementById("passage-dialog");
    const home = form.parentElement;
    const [quote, body] = [form.elements.quote, form.elements.body];

    document.addEventListener("selectionchange", () => {
      const range = selected();
      button.hidden = !range;
      if (!range) return;
      const box = range.getBoundingClientRect();
      button.style.top = `${scrollY + box.bottom + 6}px`;
      button.style.left = `${Math.max(8, Math.min(scrollX + box.left, innerWidth - button.offsetWidth - 8))}px`;
    });
    // The button must not take the selection away before it is read.
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      quote.value = wordsOf(selected());
      button.hidden = true;
      dialog.querySelector("[data-place]").append(form);
      dialog.showModal();
      body.focus();
    });
    dialog.addEventListener("close", () => home.append(form));
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    form.addEventListener("submit", () => dialog.open && remember());
  }

  function startQuotes() {
    const quoted = [...document.querySelectorAll("[data-quote]")];
    const ranges = new Map();
    for (const button of quoted) {
      const range = rangeOf(text, button.dataset.quote, Number(button.dataset.nth ?? 0));
      button.hidden = !range;
      if (range && button.dataset.comment) ranges.set(range, button.dataset.comment);
      button.addEventListener("click", () => {
        getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
        range.startContainer.parentElement.scrollIntoView({ block: "center" });
        text.focus({ preventScroll: true });
        say.textContent = `In the text: ${button.dataset.quote}`;
      });
    }
    if (window.Highlight) CSS.highlights.set("commented", new Highlight(...ranges.keys()));
    text.addEventListener("click", ({ clientX, clientY }) => {
      if (!getSelection().isCollapsed) return;
      const at = [...ranges].find(([range]) =>
        [...range.getClientRects()].some(
          (box) => clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom,
        ),
      );
      if (at) document.getElementById(`comment-${at[1]}`).scrollIntoView({ block: "center" });
    });
  }

  startQuotes();
  if (form) startComments();
  returnToPlace();
}
