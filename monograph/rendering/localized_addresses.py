"""The addresses of one page, in each language of the interface."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, override


@dataclass(frozen=True)
class LocalizedAddress:
    language: str  # the language's code
    name: str  # the language's name, in that language
    path: str
    is_active: bool  # whether it is the address of the page that is being rendered


def localized_addresses(name: str, *args: object) -> list[LocalizedAddress]:
    """Return the addresses of a public page, given the arguments of `reverse`."""
    active_language = get_language()
    addresses = []
    for language, language_name in settings.LANGUAGES:
        with override(language):
            path = reverse(name, args=args)
        addresses.append(LocalizedAddress(language, language_name, path, language == active_language))
    return addresses
