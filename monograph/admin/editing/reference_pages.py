"""The JSON endpoints that search the library and add a reference to it."""

from http import HTTPStatus
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from ...content import plain
from ...models import Reference
from ..desk import DeskRequest, desk_path

MAX_RESULTS = 20
MAX_WORDS = 10


def _matching_references(request: DeskRequest) -> QuerySet[Reference]:
    """Return the references with the given keys, or with every word of `q`."""
    if keys := request.GET.getlist("key"):
        return Reference.objects.filter(key__in=[key for key in keys if not plain.hidden_characters(key, "key")])
    references = Reference.objects.all()
    for word in request.GET.get("q", "").replace("\0", " ").split()[:MAX_WORDS]:
        references = references.filter(
            Q(key__icontains=word) | Q(title__icontains=word) | Q(publisher__icontains=word) | Q(url__icontains=word)
        )
    return references[:MAX_RESULTS]


@require_GET
def search(request: DeskRequest) -> HttpResponse:
    """Return `references` as JSON, each with `key` and `words`.

    They are the first 20 with all words of `q`, or those with the given `key`s.
    """
    found = [{"key": reference.key, "words": reference.wording} for reference in _matching_references(request)]
    return JsonResponse({"references": found})


@require_POST
def quick(request: DeskRequest) -> HttpResponse:
    """Add a reference with the form and the permission of its own admin page.

    Returns its `key` and `words`, or `errors`: a list of sentences for each field.
    """
    model_admin: Any = admin.site.get_model_admin(Reference)
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    form_class = model_admin.get_form(request, None, change=False)
    form = form_class(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    reference = model_admin.save_form(request, form, change=False)
    with model_admin.recorded(request):
        model_admin.save_model(request, reference, form, change=False)
    model_admin.log_addition(request, reference, [{"added": {}}])
    return JsonResponse({"key": reference.key, "words": reference.wording}, status=HTTPStatus.CREATED)


urls = [
    desk_path("search/", search, "monograph_reference_search"),
    desk_path("quick/", quick, "monograph_reference_quick"),
]
