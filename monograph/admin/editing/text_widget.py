"""The form widget in which a section's text is written.

Without JavaScript it is a plain textarea that shows the HTML. With it, the modules in ``static/monograph/editor/``
replace it with a Tiptap editor whose schema is the allow-list of ``docs/content.md``, and keep the textarea, which the
form sends, up to date. Nothing is sanitized here: every text passes ``content.intake.clean_body`` in the verb,
whatever its route.

The editor comes from django-prose-editor (in ``INSTALLED_APPS`` for its static files). Its own widgets are not used:
they describe the editor in JSON and in settings, start it with options that a strict Content-Security-Policy blocks,
and bring style sheets that fight ours.

Its modules import each other by bare names, so the page holds an inline import map, for which a strict policy requires
a nonce: see `with_nonce`. Our modules import each other by relative paths (config/storage.py). A page can hold only one
import map: add up all media of the page first, and render them once.
"""

from typing import Any

from django import forms
from django.forms.widgets import Script
from django.http import HttpRequest
from django_prose_editor.widgets import importmap
from js_asset import Media

from ...content.sanitise import LINK


class SectionTextWidget(forms.Textarea):
    """A textarea that `section_editor.js` replaces with the editor."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        # The sanitizer's own pattern for links; its syntax means the same in JavaScript.
        marker = {"data-section-editor": True, "data-links": LINK.pattern}
        super().__init__({"rows": 20, "class": "vLargeTextField", **(attrs or {}), **marker})

    @property
    def media(self) -> Media:
        return Media(
            importmap=importmap,
            css={
                "all": [
                    "django_prose_editor/material-icons.css",
                    "monograph/editor/editor.css",
                    "monograph/editor/text.css",
                    "monograph/editor/dialog.css",
                ]
            },
            js=[Script("monograph/editor/section_editor.js", type="module")],
        )


# Autosave, live preflight, presence, references: the page of a section has them with any form.
WRITING_MEDIA = Media(
    importmap=importmap,
    css={"all": ["monograph/editor/dialog.css"]},
    js=[Script("monograph/editor/writing_page.js", type="module")],
)


def with_nonce(media: forms.Media, request: HttpRequest) -> Media:
    """Return the media with this request's nonce on every tag, if there is one."""
    return Media.from_media(media, nonce=str(getattr(request, "csp_nonce", "")))
