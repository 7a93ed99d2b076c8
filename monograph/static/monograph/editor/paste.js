// Bold, italic, sub- and superscript as pasted HTML has them.
//
// The browser parses pasted HTML under the page's Content-Security-Policy, which blocks each style attribute and
// reports it. Bold that is only a style would then be lost, and everything from Google Docs, which wraps it in a <b>
// that is styled normal, would be bold. So styles are renamed before the browser sees them, and the marks read them.
import * as base from "django-prose-editor/editor";
import { cleanPastedHTML } from "./clean_paste.js";

export const transformPastedHTML = (html) =>
  cleanPastedHTML(
    html
      .replace(/<style\b[\s\S]*?<\/style>/gi, "")
      .replace(/<[a-z][^>]*>/gi, (tag) =>
        tag.replace(/([\s"'])style\s*=/gi, "$1data-style=").replace(/([\s"'])on\w+\s*=/gi, "$1data-off="),
      ),
  );

const matchStyle = (property, value) => new RegExp(`(^|[\\s;])${property}:\\s*(${value})`, "i");

// In `getAttrs`, null means that the rule applies and false that it does not.
function withStyle(mark, tags, property, value) {
  const set = matchStyle(property, value);
  const unset = matchStyle(property, "normal|400|baseline");
  return mark.extend({
    parseHTML: () => [
      ...tags.map((tag) => ({ tag, getAttrs: ({ dataset }) => (unset.test(dataset.style) ? false : null) })),
      { tag: "[data-style]", consuming: false, getAttrs: ({ dataset }) => (set.test(dataset.style) ? null : false) },
    ],
  });
}

export const Bold = withStyle(base.Bold, ["strong", "b"], "font-weight", "bold|[6-9]00");
export const Italic = withStyle(base.Italic, ["em", "i"], "font-style", "italic");
export const Subscript = withStyle(base.Subscript, ["sub"], "vertical-align", "sub");
export const Superscript = withStyle(base.Superscript, ["sup"], "vertical-align", "super");
