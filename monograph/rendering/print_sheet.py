"""The page of one edition as it is laid out on paper and stored as a PDF."""

from django.conf import settings
from django.template.loader import render_to_string

from ..models import Edition
from .article import localized_article
from .provenance import load_provenance
from .publication_history import PublicationHistory


def render_print_sheet(shown: Edition, history: PublicationHistory) -> str:
    """Return the HTML of an edition's PDF, in the active language.

    It says whether the edition is an old one. A file can't know whether its review has lapsed, so it says until when
    the edition is good.
    """
    context = {
        "shown": shown,
        "is_old": not shown.is_current,
        "article": localized_article(shown),
        "provenance": load_provenance(shown, history.editions),
        "address": f"{settings.SITE_URL}{shown.monograph.get_absolute_url()}",
    }
    return render_to_string("monograph/print/guide.html", context)
