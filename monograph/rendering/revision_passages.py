"""The whole text of a revision, in which comments are anchored and findings shown.

It is the body, then what the desks show besides: heading, drug facts, references. The body comes first so that its
blocks have the same numbers as for preflight, which reads nothing else. Desk pages mark the same parts (`data-part`)
and `monograph/static/monograph/letters.js` reads them in the same order.
"""

from functools import lru_cache
from html import escape

from django.conf import settings
from django.utils.translation import override

from ..content.passages import PassageText
from ..models import SectionRevision
from .article import fact_rows


def passage_html(revision: SectionRevision) -> str:
    """Return the HTML of the whole text.

    Needs the citations. The labels of drug facts are in the language of the guides, as on the desks.
    """
    with override(settings.GUIDE_LANGUAGE):
        facts = [(str(label), str(value)) for label, value in fact_rows(revision.facts)]
    cited = [
        f"{reference['wording']} ({reference['locator']})" if reference["locator"] else reference["wording"]
        for reference in revision.references
    ]
    parts = [revision.body, f"<h2>{escape(revision.heading)}</h2>"]
    parts += [f"<p>{escape(words)}</p>" for row in facts for words in row]
    parts += [f"<p>{escape(words)}</p>" for words in cited]
    return "\n".join(filter(None, parts))


@lru_cache(maxsize=32)
def passages_of(html: str) -> PassageText:
    """Return the text in which passages are found; callers share it."""
    return PassageText(html)
