"""The site's own name and address, for pages that must do without a view, such as that of an error."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
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
def emergency() -> str:
    """Return the number to call in an emergency; "" where the site gives none."""
    return next(iter(settings.EMERGENCY_NUMBERS), "")


@register.simple_tag
def entry_list(entries: Iterable[tuple[str, str, str, str]]) -> SafeString:
    """Return a list of names, each as name, generic name, what to see, address.

    Written here, because a template takes ten milliseconds for the hundreds that some pages have.
    """
    lang = "" if get_language() == settings.GUIDE_LANGUAGE else format_html(' lang="{}"', settings.GUIDE_LANGUAGE)
    rows = (
        (
            address,
            lang,
            f"{name} ({generic})" if generic else name,
            format_html(' <span class="see">{}</span>', see) if see else "",
        )
        for name, generic, see, address in entries
    )
    return format_html(
        '<ul class="entries">\n{}</ul>', format_html_join("", '<li><a href="{}"{}>{}</a>{}</li>\n', rows)
    )


@register.simple_tag(takes_context=True)
def addresses(context: Any) -> list[Address]:
    """Return the page's addresses in each language, as its view gave them; else those of the first page."""
    given: list[Address] | None = context.get("addresses")
    return given or in_each_language("monograph:home")
