from django.contrib import admin
from django.urls import include, path

from monograph.admin import mail_pages, second_factor_pages
from monograph.admin.home import home

urlpatterns = [
    path("admin/", home),  # in the place of the admin's own index
    path("admin/monograph/", include(mail_pages.urls)),
    path("admin/second-factor/", include(second_factor_pages.urls)),
    path("admin/", admin.site.urls),
    path("", include("monograph.urls")),
]
