"""The site's own name and address, for pages that must do without a view, such as that of an error."""

from typing import Any

from django import template
from django.conf import settings

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


@register.simple_tag(takes_context=True)
def addresses(context: Any) -> list[Address]:
    """Return the page's addresses in each language, as its view gave them; else those of the first page."""
    given: list[Address] | None = context.get("addresses")
    return given or in_each_language("monograph:home")
