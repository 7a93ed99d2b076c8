// Marks the glossary's terms in the text. The server says which they are (live_preflight.js); the marks are only shown
// here and never stored. To explain a term to readers, its meaning is copied into the text.
import { Extension, Plugin, pm } from "django-prose-editor/editor";
import { askInDialog } from "./dialog.js";

const key = new pm.state.PluginKey("glossary");
const escapeRegExp = (words) => words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Find terms as content/glossary.py does: whole words, in any case, also with a final s. */
function findMentions(doc, terms) {
  if (!terms.length) return [];
  const longestFirst = [...terms].sort((a, b) => b.term.length - a.term.length);
  const words = longestFirst.map(({ term }) => escapeRegExp(term)).join("|");
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_])(${words})s?(?![\\p{L}\\p{N}_])`, "giu");
  const mentions = [];
  doc.descendants((node, at) => {
    if (!node.isTextblock) return true;
    // One character for each position.
    const text = node.textBetween(0, node.content.size, undefined, "\ufffc");
    for (const match of text.matchAll(pattern)) {
      const term = longestFirst.find(({ term }) => term.toLowerCase() === match[1].toLowerCase());
      const from = at + 1 + match.index;
      if (term) mentions.push({ ...term, from, to: from + match[0].length });
    }
    return false;
  });
  return mentions;
}

const isExplained = (doc, { to, meaning }) =>
  doc.textBetween(to, Math.min(doc.content.size, to + meaning.length + 2)).startsWith(` (${meaning}`);

/** @returns the first mention of each term, without those that are explained already */
function findUnexplained({ doc, terms }) {
  const first = new Map();
  for (const mention of findMentions(doc, terms)) if (!first.has(mention.term)) first.set(mention.term, mention);
  return [...first.values()].filter((mention) => !isExplained(doc, mention));
}

async function askForTerm(editor) {
  const getState = () => ({ doc: editor.state.doc, terms: key.getState(editor.state).terms });
  const options = findUnexplained(getState()).map(({ term, meaning }) => [term, `${term}: ${meaning}`]);
  const help = "Its meaning is added in parentheses after the first mention. It is part of the text from then on.";
  const fields = [{ name: "term", label: "Term in this text", help, options }];
  const values = await askInDialog("Explain a term", fields, { term: options[0][0] });
  const mention = values && findUnexplained(getState()).find(({ term }) => term === values.term);
  if (mention) editor.chain().focus().insertContentAt(mention.to, ` (${mention.meaning})`).scrollIntoView().run();
}

export const Glossary = Extension.create({
  name: "glossary",

  addCommands: () => ({
    setTerms:
      (terms) =>
      ({ tr }) => {
        const withoutFullStop = terms.map(({ term, meaning }) => ({ term, meaning: meaning.replace(/\.$/, "") }));
        tr.setMeta(key, withoutFullStop);
        return true;
      },
    explainTerm:
      () =>
      ({ editor, state, dispatch }) => {
        const { terms } = key.getState(state);
        const canExplain = findUnexplained({ doc: state.doc, terms }).length > 0;
        if (dispatch && canExplain) askForTerm(editor);
        return canExplain;
      },
  }),

  addProseMirrorPlugins() {
    const createState = (doc, terms) => ({
      terms,
      decorations: pm.view.DecorationSet.create(
        doc,
        findMentions(doc, terms).map(({ from, to, meaning }) =>
          pm.view.Decoration.inline(from, to, { class: "glossary-term", title: meaning }),
        ),
      ),
    });
    return [
      new Plugin({
        key,
        state: {
          init: (_, { doc }) => createState(doc, []),
          apply: (tr, old) =>
            tr.getMeta(key) || tr.docChanged ? createState(tr.doc, tr.getMeta(key) ?? old.terms) : old,
        },
        props: { decorations: (state) => key.getState(state).decorations },
      }),
    ];
  },
});
