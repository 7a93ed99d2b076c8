from django.urls import path, re_path

from .views import a_to_z, guide
from .views.public_page import missing

app_name = "monograph"
urlpatterns = [
    path("", a_to_z.guides, name="home"),
    path("guides/", a_to_z.guides, name="guides"),
    path("guides/<slug:slug>/", guide.guide, name="guide"),
    path("guides/<slug:slug>/editions/<int:number>/", guide.edition, name="edition"),
    # Every other address, so that it is answered like the rest of the site, with DEBUG too. Only with a slash at its
    # end, or CommonMiddleware would no longer add the one that a reader forgot.
    re_path(r"^.*/$", missing, name="missing"),
]
