"""The addresses of the product, as the resolver has them."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


def _walk(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    for each in patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, route)
        else:
            assert isinstance(each, URLPattern)
            yield route


@cache
def routes() -> tuple[str, ...]:
    return tuple(dict.fromkeys(_walk(get_resolver().url_patterns)))
