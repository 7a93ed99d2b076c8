from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from monograph import urls
from monograph.admin import login, notification_pages, passkey_pages, second_factor_pages
from monograph.admin.home import home
from monograph.admin.people import account_pages, action_pages, people_pages, sign_on_pages
from monograph.admin.reviewing import word_pages

urlpatterns = [
    path("admin/", home),  # replaces the admin's own index
    path(
        "admin/password_change/", admin.site.admin_view(login.password_change)
    ),  # replaces the admin's own, where nobody counts wrong passwords
    path("admin/login/passkey/", login.passkey_question, name="passkey_question"),
    path("admin/monograph/", include(notification_pages.urls)),
    path("admin/monograph/", include(word_pages.urls)),
    path("admin/people/", include([*people_pages.urls, *action_pages.urls])),
    path("admin/account/", include([*account_pages.urls, *sign_on_pages.urls])),
    path("admin/second-factor/", include(second_factor_pages.urls)),
    path("admin/passkeys/", include(passkey_pages.urls)),
    path("admin/", admin.site.urls),
    path("", include((urls.machine_readable_patterns, "machine_readable"))),
    *i18n_patterns(path("", include((urls.page_patterns, "monograph"))), prefix_default_language=False),
]
