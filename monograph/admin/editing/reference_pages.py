"""The library of references as the section's page asks it: find one to cite, add one in its place."""

from http import HTTPStatus

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from ...content import plain
from ...models import Reference
from ..desk import desk_path

SHOWN = 20


def _asked_for(request: HttpRequest) -> QuerySet[Reference]:
    """Return the references of the keys given, or those that hold every word of `q`."""
    if keys := request.GET.getlist("key"):
        return Reference.objects.filter(key__in=[key for key in keys if not plain.hidden_characters(key, "key")])
    found = Reference.objects.all()
    for word in request.GET.get("q", "").replace("\0", " ").split()[:10]:
        found = found.filter(
            Q(key__icontains=word) | Q(title__icontains=word) | Q(publisher__icontains=word) | Q(url__icontains=word)
        )
    return found[:SHOWN]


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Answer `references`, each `key` and `words`: the first 20 with all words of `q`, or those of each `key`."""
    found = [{"key": each.key, "words": each.wording} for each in _asked_for(request)]
    return JsonResponse({"references": found})


@require_POST
def quick(request: HttpRequest) -> HttpResponse:
    """Add a reference, by the form and with the right that its own page asks for.

    Answers its `key` and `words`, or `errors`, a list of sentences for each field.
    """
    model_admin = admin.site.get_model_admin(Reference)
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    form_class = model_admin.get_form(request, None, change=False)
    form = form_class(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    reference = model_admin.save_form(request, form, change=False)
    model_admin.save_model(request, reference, form, change=False)
    model_admin.log_addition(request, reference, [{"added": {}}])
    return JsonResponse({"key": reference.key, "words": reference.wording}, status=HTTPStatus.CREATED)


urls = [
    desk_path("search/", search, "monograph_reference_search"),
    desk_path("quick/", quick, "monograph_reference_quick"),
]
