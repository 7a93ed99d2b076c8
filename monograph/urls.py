from django.urls import path

from .views import a_to_z, guide

app_name = "monograph"
urlpatterns = [
    path("", a_to_z.guides, name="home"),
    path("guides/", a_to_z.guides, name="guides"),
    path("guides/<slug:slug>/", guide.guide, name="guide"),
    path("guides/<slug:slug>/editions/<int:number>/", guide.edition, name="edition"),
]
