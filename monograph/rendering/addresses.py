"""One page's addresses, in each language of the interface."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, override


@dataclass(frozen=True)
class Address:
    language: str  # its code
    name: str  # in that language itself
    path: str
    is_active: bool  # it is that of the page which is made now


def in_each_language(name: str, *args: object) -> list[Address]:
    """Return the addresses of a public page by its name and arguments, as `reverse` takes them."""
    active, found = get_language(), []
    for code, own_name in settings.LANGUAGES:
        with override(code):
            found.append(Address(code, own_name, reverse(name, args=args), code == active))
    return found
