"""An edition -> the page that is laid out on paper, and kept as a PDF."""

from django.conf import settings
from django.template.loader import render_to_string

from ..models import Edition
from .article import article_of
from .page import PublicationHistory
from .provenance import provenance_of


def sheet_of(shown: Edition, history: PublicationHistory) -> str:
    """Return the whole HTML of an edition's PDF, in the active language. It says whether the edition is an old one.

    Whether its review has lapsed it can't know, so it says until when it is good.
    """
    context = {
        "shown": shown,
        "is_old": not shown.is_current,
        "article": article_of(shown),
        "provenance": provenance_of(shown, history.editions),
        "address": f"{settings.SITE_URL}{shown.monograph.get_absolute_url()}",
    }
    return render_to_string("monograph/print/guide.html", context)
