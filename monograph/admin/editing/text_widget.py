"""The form widget in which a section's text is written.

Without JavaScript it is a plain textarea that shows the HTML. With it, the modules in ``static/monograph/editor/`` put
a Tiptap editor in its place whose schema is the allow-list of ``docs/content.md``, and keep the textarea, which is
what the form sends, up to date. Nothing is sanitised here: every text passes ``content.sanitise.clean_body`` in the
verb, whatever its route.

The editor comes from django-prose-editor (in ``INSTALLED_APPS`` for its static files). Its own widgets are not used:
they describe the editor in JSON and in settings, start it with options that a strict Content-Security-Policy blocks,
and bring style sheets that fight ours.

The page holds an inline import map, so a strict policy asks for its nonce. In a ``ModelAdmin``::

    def render_change_form(self, request, context, *args, **kwargs):
        context["media"] = with_nonce(context["media"], request)
        return super().render_change_form(request, context, *args, **kwargs)

and in a view of one's own ``{"media": with_nonce(form.media, request)}`` with ``{{ media }}`` in the page's head.
A page can hold one import map only: add up all media of the page first, and render them once.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.widgets import Script
from django.http import HttpRequest
from django_prose_editor.widgets import importmap as prose_editor_importmap
from js_asset import ImportMap, Media

from monograph.content.sanitise import LINK

# Bare names in an import map, because static files get a hash in their names which an `import "./callout.js"` inside a
# module would not know.
MODULES = (
    *("ask", "callout", "footnote", "glossary", "link", "paste", "pasted", "section", "toolbar"),
    *("answers", "browser_copy", "combobox", "keeping", "look", "new_reference", "offer", "places", "presence"),
    "references",
)
IMPORT_MAP = prose_editor_importmap | ImportMap(
    {f"monograph/editor/{name}": f"monograph/editor/{name}.js" for name in MODULES}
)


class SectionTextWidget(forms.Textarea):
    """A textarea that `section.js` turns into the editor."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        # The rule for links has its home in the sanitiser; its syntax means the same in JavaScript.
        marker = {"data-section-editor": True, "data-links": LINK.pattern}
        super().__init__({"rows": 20, "class": "vLargeTextField", **(attrs or {}), **marker})

    @property
    def media(self) -> Media:
        return Media(
            importmap=IMPORT_MAP,
            css={"all": ["django_prose_editor/material-icons.css", "monograph/editor/editor.css"]},
            js=[Script("monograph/editor/section.js", type="module")],
        )


# What goes on around the fields while somebody writes; the page of a section has it with any form.
WRITING = Media(
    importmap=IMPORT_MAP,
    css={"all": ["monograph/editor/editor.css"]},
    js=[Script("monograph/editor/page.js", type="module")],
)


def with_nonce(media: forms.Media, request: HttpRequest) -> Media:
    """Return the same media with this request's nonce on every tag; with none where django-csp is not in use."""
    return Media.from_media(media, nonce=str(getattr(request, "csp_nonce", "")))
