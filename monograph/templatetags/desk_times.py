"""Times as the desks say them."""

from datetime import datetime

from django import template
from django.conf import settings

from ..content import local_time

register = template.Library()


@register.filter
def desk_time(moment: datetime) -> str:
    """Say a moment in the time zone of the site, with UTC beside it."""
    return local_time.moment_text(moment, settings.DESK_TIME_ZONE)
