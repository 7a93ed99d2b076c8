"""The site's own name and address, for pages that must do without a view, such as that of an error."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def site_name() -> str:
    return settings.SITE_NAME


@register.simple_tag
def site_url() -> str:
    return settings.SITE_URL
