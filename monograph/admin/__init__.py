"""The desks: Django's admin, with pages for writing, reviewing and publishing.

A view parses the request, calls one verb, and responds.
"""

from django.conf import settings
from django.contrib import admin

from . import login
from .lists import guides, history, library, people, reports

admin.site.site_header = admin.site.site_title = settings.SITE_NAME
admin.site.login_form = login.LoginForm
admin.site.login_template = "monograph/desk/login.html"

__all__ = ["guides", "history", "library", "people", "reports"]
