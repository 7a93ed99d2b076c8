from django.urls import path, re_path

from .views import a_to_z, feedback, for_machines, guide
from .views.public_page import missing

app_name = "monograph"
urlpatterns = [
    path("", a_to_z.guides, name="home"),
    path("guides/", a_to_z.guides, name="guides"),
    path("guides/<slug:slug>/", guide.guide, name="guide"),
    path("guides/<slug:slug>/editions/<int:number>/", guide.edition, name="edition"),
    path("guides/<slug:slug>/feedback/", feedback.feedback, name="feedback"),
    path("guides/<slug:slug>/feedback/thanks/", feedback.thanks, name="feedback_thanks"),
    path("guides/<slug:slug>.json", for_machines.guide_json, name="guide_json"),
    path("guides/<slug:slug>.txt", for_machines.guide_text, name="guide_text"),
    path("sitemap.xml", for_machines.sitemap, name="sitemap"),
    path("robots.txt", for_machines.robots, name="robots"),
    path("llms.txt", for_machines.llms, name="llms"),
    path("feed.atom", for_machines.feed, name="feed"),
    path("healthz", for_machines.health, name="health"),
    # Every other address, so that it is answered like the rest of the site, with DEBUG too. Only with a slash at its
    # end, or CommonMiddleware would no longer add the one that a reader forgot.
    re_path(r"^.*/$", missing, name="missing"),
]
