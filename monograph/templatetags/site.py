"""Tags for public pages: the site's name, the guides' language, lists of names."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ..rendering import LocalizedAddress, localized_addresses

register = template.Library()


@register.filter
def one_line(text: str) -> str:
    """Collapse white space, so that a title can be written on several lines."""
    return " ".join(text.split())


@register.simple_tag
def site_name() -> str:
    return settings.SITE_NAME


@register.simple_tag
def site_url() -> str:
    return settings.SITE_URL


@register.simple_tag
def guide_language() -> str:
    """Return the code of the language that all guides are written in."""
    return settings.GUIDE_LANGUAGE


def _is_guide_language() -> bool:
    """Return whether the page around the text is in the language of the guides."""
    return get_language() == settings.GUIDE_LANGUAGE


@register.simple_tag
def guide_lang() -> SafeString:
    """Return the lang attribute of an element that holds a guide's text.

    It is "" on a page in the same language.
    """
    return SafeString("") if _is_guide_language() else format_html(' lang="{}"', settings.GUIDE_LANGUAGE)


@register.simple_tag
def interface_lang() -> SafeString:
    """Return the lang attribute for the page's own words inside a guide's text.

    It is "" on a page in the language of the guides.
    """
    return SafeString("") if _is_guide_language() else format_html(' lang="{}"', get_language())


@register.simple_tag
def emergency() -> str:
    """Return the number to call in an emergency; "" if the site sets none."""
    return next(iter(settings.EMERGENCY_NUMBERS), "")


@register.simple_tag
def entry_list(entries: Iterable[tuple[str, str, str, str]]) -> SafeString:
    """Return the HTML list of entries.

    An entry has a name, a generic name, a reference to another name, and an address. Built and escaped by hand: for the
    hundreds of entries on some pages, a template takes ten milliseconds and `format_html` half as long.
    """
    lang = guide_lang()
    rows = []
    for name, generic, see, address in entries:
        text = escape(f"{name} ({generic})" if generic else name)
        reference = f' <span class="see">{escape(see)}</span>' if see else ""
        rows.append(f'<li><a href="{escape(address)}"{lang}>{text}</a>{reference}</li>\n')
    return mark_safe(f'<ul class="entries">\n{"".join(rows)}</ul>')  # noqa: S308


@register.simple_tag(takes_context=True)
def addresses(context: Any) -> list[LocalizedAddress]:
    """Return the page's address in each language; that of the home page by default."""
    addresses: list[LocalizedAddress] | None = context.get("addresses")
    return addresses or localized_addresses("monograph:home")
