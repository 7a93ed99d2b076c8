"""The same bytes from a bare Django view: the least that Django can do."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    MIDDLEWARE=[], ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY=os.environ["SECRET_KEY"]
)
PAGE = Path(os.environ["PAGE"]).read_bytes()


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE, headers={"Content-Encoding": "br"})


urlpatterns = [path("guide", page)]
application = get_wsgi_application()
