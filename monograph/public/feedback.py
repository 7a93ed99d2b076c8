"""The readers' reports about a guide: one form for everybody, identifying nobody."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ..accounts.network import client_address
from ..errors import WorkflowError
from ..models import Edition
from ..rendering import in_page_order, localized_addresses
from ..workflow import reporting
from . import feedback_limits
from .feedback_form import FeedbackForm
from .guide import history_or_404
from .public_page import Gone, PublicPageResponse, View, public_page, with_error_pages

MAX_FORM_BYTES = 512 * 1024  # a hundred times what a report may say
MAX_DIGITS = 9  # in the number of an edition: more than any has, and within the range of both databases


def feedback_view(view: View) -> View:
    """Let everybody post the form, and let no cache store it.

    A cached form would carry another reader's start time.
    """

    methods = require_http_methods(["GET", "HEAD", "POST"])
    # A CSRF token needs a cookie and would protect nothing: the form knows no login and does the same for everybody.
    return csrf_exempt(never_cache(methods(with_error_pages(view))))


def _current_edition(slug: str) -> Edition:
    """Return the edition that the public reads now. Raises `Http404` or `Gone`."""
    editions = Edition.objects.current().filter(monograph__slug=slug)
    current = editions.select_related("monograph").defer("article").first()
    if current is None:
        raise Gone(history_or_404(slug).editions[0])
    return current


def _edition_seen(current: Edition, number: str) -> Edition:
    """Return the edition whose number is in the form, or else the current one.

    A newer edition may have been published while the reader wrote, and the report is about what they read.
    """
    is_number = number.isascii() and number.isdigit() and len(number) <= MAX_DIGITS
    if not is_number or int(number) == current.number:
        return current
    editions = Edition.objects.readable().filter(monograph=current.monograph_id, number=int(number))
    return editions.select_related("monograph").defer("article").first() or current


@feedback_view
def feedback(request: HttpRequest, slug: str) -> HttpResponse:
    current = _current_edition(slug)
    if _is_too_large(request):
        context = {"guide": current.monograph}
        html = render_to_string("monograph/public/too_large.html", context)
        return HttpResponse(html, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    seen = _edition_seen(current, request.POST.get("edition", ""))
    lines = in_page_order(seen.lines.filter(is_removal=False).order_by("position"))
    if request.method != "POST":
        form = FeedbackForm(initial={"section": request.GET.get("section", "")}, lines=lines)
        return _render_form(form, seen, feedback_limits.sign_start(slug))
    form = FeedbackForm(request.POST, lines=lines)
    if _save_report(request, form, seen):
        return HttpResponseRedirect(reverse("monograph:feedback_thanks", args=[slug]), status=HTTPStatus.SEE_OTHER)
    token = request.POST.get("begun", "")
    is_old = feedback_limits.refusal_code(token, slug) == "too_old"
    return _render_form(form, seen, feedback_limits.sign_start(slug) if is_old else token)


def _is_too_large(request: HttpRequest) -> bool:
    """Return whether the form is too large to be read at all.

    The time that every later check takes grows with its length.
    """
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdecimal() or int(length[:MAX_DIGITS]) > MAX_FORM_BYTES


def _save_report(request: HttpRequest, form: FeedbackForm, edition: Edition) -> bool:
    """Save a valid report unless a limit stops it, and return whether it was saved.

    Otherwise the form has an error that says why.
    """
    if not form.is_valid():
        return False
    address = client_address(request)
    refusal = feedback_limits.refusal_code(request.POST.get("begun", ""), edition.monograph.slug)
    if not refusal and feedback_limits.has_reached_limit(address):
        refusal = "address"
    if refusal:
        form.add_refusal(refusal)
        return False
    try:
        reporting.file_report(edition=edition, **form.report_fields)
    except WorkflowError as error:
        form.add_workflow_error(error)
        return False
    feedback_limits.count_report(address)
    return True


def _render_form(form: FeedbackForm, edition: Edition, token: str) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "edition": edition, "token": token}
    context["addresses"] = localized_addresses("monograph:feedback", edition.monograph.slug)
    return HttpResponse(render_to_string("monograph/public/feedback.html", context), status=form.status)


@public_page
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """Confirm that the report has arrived.

    The page quotes nothing of it, so it is the same for everybody.
    """
    context = {"edition": _current_edition(slug), "addresses": localized_addresses("monograph:feedback_thanks", slug)}
    return PublicPageResponse(render_to_string("monograph/public/feedback_thanks.html", context))
