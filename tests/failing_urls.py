"""The addresses of the site, and one where it fails."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns
from monograph.models import Monograph


def fail(request: HttpRequest) -> HttpResponse:
    words = request.GET["q"]
    try:
        Monograph.objects.get(slug=words)
    except Monograph.DoesNotExist as error:
        raise ValueError(f"{words} is no guide of {request.user}") from error
    return HttpResponse()


urlpatterns = [path("fail/", fail), *urlpatterns]
