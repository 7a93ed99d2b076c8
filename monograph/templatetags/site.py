"""The site's own name and address, for pages that must do without a view, such as that of an error."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ..rendering import Address, in_each_language

register = template.Library()


@register.simple_tag
def site_name() -> str:
    return settings.SITE_NAME


@register.simple_tag
def site_url() -> str:
    return settings.SITE_URL


@register.simple_tag
def guide_language() -> str:
    """Return the code of the language that all guides are written in, whatever the language around them."""
    return settings.GUIDE_LANGUAGE


def _is_guide_language() -> bool:
    """Say whether the page around the text is in the language of the guides."""
    return get_language() == settings.GUIDE_LANGUAGE


@register.simple_tag
def guide_lang() -> SafeString:
    """Return the lang attribute of an element that holds a guide's text; "" where the page has the same language."""
    return SafeString("") if _is_guide_language() else format_html(' lang="{}"', settings.GUIDE_LANGUAGE)


@register.simple_tag
def interface_lang() -> SafeString:
    """Return the lang attribute of an element with the page's own words inside a guide's text; "" where both agree."""
    return SafeString("") if _is_guide_language() else format_html(' lang="{}"', get_language())


@register.simple_tag
def emergency() -> str:
    """Return the number to call in an emergency; "" where the site gives none."""
    return next(iter(settings.EMERGENCY_NUMBERS), "")


@register.simple_tag
def entry_list(entries: Iterable[tuple[str, str, str, str]]) -> SafeString:
    """Return a list of names, each as name, generic name, what to see, address.

    Written and escaped here, piece by piece: a template takes ten milliseconds for the hundreds that some pages have,
    and `format_html` half of that.
    """
    lang = guide_lang()
    rows = []
    for name, generic, see, address in entries:
        words = escape(f"{name} ({generic})" if generic else name)
        beside = f' <span class="see">{escape(see)}</span>' if see else ""
        rows.append(f'<li><a href="{escape(address)}"{lang}>{words}</a>{beside}</li>\n')
    return mark_safe(f'<ul class="entries">\n{"".join(rows)}</ul>')  # noqa: S308


@register.simple_tag(takes_context=True)
def addresses(context: Any) -> list[Address]:
    """Return the page's addresses in each language, as its view gave them; else those of the first page."""
    given: list[Address] | None = context.get("addresses")
    return given or in_each_language("monograph:home")
