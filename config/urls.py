from django.contrib import admin
from django.urls import include, path

from monograph.admin import mail_pages

urlpatterns = [
    path("admin/monograph/", include(mail_pages.urls)),
    path("admin/", admin.site.urls),
    path("", include("monograph.urls")),
]
