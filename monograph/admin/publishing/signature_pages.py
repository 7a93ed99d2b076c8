"""An edition's signature sheet: a page, and a PDF to file or to hand over."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from ... import printing
from ..desk import DeskRequest, desk_path, render_desk_page
from .signature_sheet import SignatureSheet, sheet_editions

STYLESHEET = "monograph/print/signature-sheet.css"


def _sheet_context(pk: int) -> dict[str, Any]:
    edition = get_object_or_404(sheet_editions(), pk=pk)
    title = f"Signature sheet: {edition.brand_name}, edition {edition.number}"
    return {"sheet": SignatureSheet(edition), "edition": edition, "title": title, "made_at": timezone.now()}


def signatures(request: DeskRequest, pk: int) -> HttpResponse:
    context = _sheet_context(pk)
    return render_desk_page(request, "publishing/signature_sheet.html", context, title=context["title"])


@require_safe
def signatures_pdf(request: DeskRequest, pk: int) -> HttpResponse:
    context = _sheet_context(pk)
    edition = context["edition"]
    html = render_to_string("monograph/print/signature_sheet.html", {**context, "site_name": settings.SITE_NAME})
    try:
        pdf = printing.pdf(html, STYLESHEET)
    except printing.Unavailable as error:
        context |= {"reason": str(error)}
        return render_desk_page(request, "publishing/no_pdf.html", context, title="PDFs are not available", status=503)
    name = f"{edition.monograph.slug}-edition-{edition.number}-signatures.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


urls = [
    desk_path("<int:pk>/signatures/", signatures, "monograph_edition_signatures"),
    desk_path("<int:pk>/signatures.pdf", signatures_pdf, "monograph_edition_signatures_pdf"),
]
