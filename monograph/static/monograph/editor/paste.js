// Pasted HTML is parsed under the page's policy, which blocks each style in it and reports it. Then bold that is only a
// style would be lost, and all that comes from Google Docs, which wraps it in a <b> that is styled not to be, would be
// bold. So styles are set aside under another name before the browser sees them, and the marks look for them there.
import * as base from "django-prose-editor/editor";
import { tidied } from "monograph/editor/pasted";

export const transformPastedHTML = (html) =>
  tidied(
    html
      .replace(/<style\b[^]*?<\/style>/gi, "")
      .replace(/<[a-z][^>]*>/gi, (tag) =>
        tag.replace(/([\s"'])style\s*=/gi, "$1data-style=").replace(/([\s"'])on\w+\s*=/gi, "$1data-off="),
      ),
  );

const css = (property, value) => new RegExp(`(^|[\\s;])${property}:\\s*(${value})`, "i");

// In `getAttrs`, null says that the rule holds and false that it does not.
function withStyle(mark, tags, property, value) {
  const is = css(property, value);
  const isNot = css(property, "normal|400|baseline");
  return mark.extend({
    parseHTML: () => [
      ...tags.map((tag) => ({ tag, getAttrs: ({ dataset }) => (isNot.test(dataset.style) ? false : null) })),
      { tag: "[data-style]", consuming: false, getAttrs: ({ dataset }) => (is.test(dataset.style) ? null : false) },
    ],
  });
}

export const Bold = withStyle(base.Bold, ["strong", "b"], "font-weight", "bold|[6-9]00");
export const Italic = withStyle(base.Italic, ["em", "i"], "font-style", "italic");
export const Subscript = withStyle(base.Subscript, ["sub"], "vertical-align", "sub");
export const Superscript = withStyle(base.Superscript, ["sup"], "vertical-align", "super");
