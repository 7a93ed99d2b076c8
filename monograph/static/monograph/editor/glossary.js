// Terms of the glossary, marked where they stand in the text. Which they are the server says (look.js): the marks are
// only seen here and never stored. To explain a term to readers its meaning is copied into the text.
import { Extension, Plugin, pm } from "django-prose-editor/editor";
import { ask } from "monograph/editor/ask";

const key = new pm.state.PluginKey("glossary");
const escaped = (words) => words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

// As content/glossary.py finds them: whole words, in any case, also with an s.
function marksIn(doc, terms) {
  if (!terms.length) return [];
  const longestFirst = [...terms].sort((a, b) => b.term.length - a.term.length);
  const words = longestFirst.map(({ term }) => escaped(term)).join("|");
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_])(${words})s?(?![\\p{L}\\p{N}_])`, "giu");
  const found = [];
  doc.descendants((node, at) => {
    if (!node.isTextblock) return true;
    const text = node.textBetween(0, node.content.size, undefined, "\ufffc"); // one character for each position
    for (const match of text.matchAll(pattern)) {
      const known = longestFirst.find(({ term }) => term.toLowerCase() === match[1].toLowerCase());
      if (known) found.push({ ...known, from: at + 1 + match.index, to: at + 1 + match.index + match[0].length });
    }
    return false;
  });
  return found;
}

const explained = (doc, { to, meaning }) =>
  doc.textBetween(to, Math.min(doc.content.size, to + meaning.length + 2)).startsWith(` (${meaning}`);

// The first mention of each term, save those that are explained already.
function firstMentions({ doc, terms }) {
  const first = new Map();
  for (const mark of marksIn(doc, terms)) if (!first.has(mark.term)) first.set(mark.term, mark);
  return [...first.values()].filter((mark) => !explained(doc, mark));
}

async function askForTerm(editor) {
  const state = () => ({ doc: editor.state.doc, terms: key.getState(editor.state).terms });
  const options = firstMentions(state()).map(({ term, meaning }) => [term, `${term}: ${meaning}`]);
  const help = "Its meaning is written in brackets behind the first mention. From then on it is part of the text.";
  const answer = await ask("Explain a term", [{ name: "term", label: "Term in this text", help, options }], {
    term: options[0][0],
  });
  const mark = answer && firstMentions(state()).find(({ term }) => term === answer.term);
  if (mark) editor.chain().focus().insertContentAt(mark.to, ` (${mark.meaning})`).scrollIntoView().run();
}

export const Glossary = Extension.create({
  name: "glossary",

  addCommands: () => ({
    setTerms:
      (terms) =>
      ({ tr }) => {
        const given = terms.map(({ term, meaning }) => ({ term, meaning: meaning.replace(/\.$/, "") }));
        tr.setMeta(key, given);
        return true;
      },
    explainTerm:
      () =>
      ({ editor, state, dispatch }) => {
        const { terms } = key.getState(state);
        const isAble = terms.length > 0 && firstMentions({ doc: state.doc, terms }).length > 0;
        if (dispatch && isAble) askForTerm(editor);
        return isAble;
      },
  }),

  addProseMirrorPlugins() {
    const marked = (doc, terms) => ({
      terms,
      marks: pm.view.DecorationSet.create(
        doc,
        marksIn(doc, terms).map(({ from, to, meaning }) =>
          pm.view.Decoration.inline(from, to, { class: "glossary-term", title: meaning }),
        ),
      ),
    });
    return [
      new Plugin({
        key,
        state: {
          init: (_, { doc }) => marked(doc, []),
          apply: (tr, old) => (tr.getMeta(key) || tr.docChanged ? marked(tr.doc, tr.getMeta(key) ?? old.terms) : old),
        },
        props: { decorations: (state) => key.getState(state).marks },
      }),
    ];
  },
});
