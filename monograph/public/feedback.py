"""What readers tell us about a guide: one form, for everybody, that recognises nobody."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ..errors import WorkflowError
from ..models import Edition
from ..rendering import in_each_language, in_page_order
from ..workflow import reporting
from . import feedback_limits
from .feedback_form import FeedbackForm
from .guide import history_or_404
from .public_page import Gone, PublicPageResponse, View, public_page, with_pages_for_refusals

MAX_BYTES = 512 * 1024  # of a form that is sent: a hundred times what anybody may say
MAX_DIGITS = 9  # digits of an edition's number: more than any has, and within what both databases take


def readers_form(view: View) -> View:
    """Let everybody send it, keep it nowhere: a form that was kept would carry the time of somebody else's visit."""

    methods = require_http_methods(["GET", "HEAD", "POST"])
    # A token against forgery needs a cookie, and there is nobody to forge: the form knows no log-in and does for each
    # what it does for all.
    return csrf_exempt(never_cache(methods(with_pages_for_refusals(view))))


def _current(slug: str) -> Edition:
    """Return the edition that the public reads now. Raises `Http404` or `Gone`, as a guide's page."""
    asked = Edition.objects.current().filter(monograph__slug=slug)
    found = asked.select_related("monograph").defer("article").first()
    if found is None:
        raise Gone(history_or_404(slug).editions[0])
    return found


def _seen(current: Edition, number: str) -> Edition:
    """Return the edition that a reader had before them when they opened the form, or the current one.

    A newer one may have come out while they wrote; what they say is true of what they saw.
    """
    is_number = number.isascii() and number.isdigit() and len(number) <= MAX_DIGITS
    if not is_number or int(number) == current.number:
        return current
    asked = Edition.objects.readable().filter(monograph=current.monograph_id, number=int(number))
    return asked.select_related("monograph").defer("article").first() or current


@readers_form
def feedback(request: HttpRequest, slug: str) -> HttpResponse:
    current = _current(slug)
    if _is_too_large(request):
        context = {"guide": current.monograph}
        html = render_to_string("monograph/public/too_large.html", context)
        return HttpResponse(html, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    seen = _seen(current, request.POST.get("edition", ""))
    lines = in_page_order(seen.lines.filter(is_removal=False).order_by("position"))
    if request.method != "POST":
        form = FeedbackForm(initial={"section": request.GET.get("section", "")}, lines=lines)
        return _page(form, seen, feedback_limits.begin(slug))
    form = FeedbackForm(request.POST, lines=lines)
    if _is_taken(request, form, seen):
        return HttpResponseRedirect(reverse("monograph:feedback_thanks", args=[slug]), status=HTTPStatus.SEE_OTHER)
    begun = request.POST.get("begun", "")
    is_old = feedback_limits.refusal(begun, slug) == "too_old"
    return _page(form, seen, feedback_limits.begin(slug) if is_old else begun)


def _is_too_large(request: HttpRequest) -> bool:
    """Say so before anything of the form is read, whose every check takes the longer, the longer it is."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdecimal() or int(length[:MAX_DIGITS]) > MAX_BYTES


def _is_taken(request: HttpRequest, form: FeedbackForm, edition: Edition) -> bool:
    """Hand a filled form to the verb, unless a limit stops it; otherwise the form says why not."""
    if not form.is_valid():
        return False
    address = feedback_limits.address_of(request)
    refused = feedback_limits.refusal(request.POST.get("begun", ""), edition.monograph.slug)
    if not refused and feedback_limits.has_sent_enough(address):
        refused = "address"
    if refused:
        form.refuse(refused)
        return False
    try:
        reporting.report(edition=edition, **form.given)
    except WorkflowError as error:
        form.put(error)
        return False
    feedback_limits.note_sent(address)
    return True


def _page(form: FeedbackForm, edition: Edition, begun: str) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "edition": edition, "begun": begun}
    context["addresses"] = in_each_language("monograph:feedback", edition.monograph.slug)
    return HttpResponse(render_to_string("monograph/public/feedback.html", context), status=form.status)


@public_page
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that the report has come. It holds nothing of it, so it is the same page for everybody."""
    context = {"edition": _current(slug), "addresses": in_each_language("monograph:feedback_thanks", slug)}
    return PublicPageResponse(render_to_string("monograph/public/feedback_thanks.html", context))
