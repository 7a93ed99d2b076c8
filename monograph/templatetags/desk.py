"""People and times as the desks show them."""

from datetime import datetime

from django import template
from django.conf import settings
from django.contrib.auth.models import User

from .. import people_permissions
from ..content import local_time
from ..models import people

register = template.Library()


@register.filter
def full_name(user: User) -> str:
    return people.full_name(user)


@register.filter
def desk_time(moment: datetime) -> str:
    """Return a moment in the time zone of the site, with UTC beside it."""
    return local_time.moment_text(moment, settings.DESK_TIME_ZONE)


@register.simple_tag
def may_manage_people(user: User) -> bool:
    return bool(people_permissions.may_manage_people(user))
