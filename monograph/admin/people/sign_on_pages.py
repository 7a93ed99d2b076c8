"""Login through the provider of single sign-on, the new login before a signature, and the provider's logout."""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from ...accounts import provider, sign_on_session, single_sign_on
from ...accounts.logout_token import read_logout_token
from ...errors import NotPermitted
from ..desk import DeskRequest, render_desk_page

REQUEST = "single_sign_on_request"  # in the session: what the login is for


def _callback() -> str:
    return settings.SITE_URL + reverse("sign_on_callback")


@require_GET
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Send a visitor to the provider's login, or with `again` a user who is about to sign."""
    if not settings.SINGLE_SIGN_ON.is_on:
        raise Http404
    is_again = "again" in request.GET and request.user.is_authenticated
    target = request.GET.get("next", "")
    is_safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    request.session[REQUEST] = {
        "again": is_again,
        "next": target if is_safe else reverse("admin:index"),
        "at": timezone.now().timestamp(),
    }
    try:
        return provider.redirect_to_provider(request, _callback(), again=is_again)
    except NotPermitted as error:
        return _refused(request, error)


@require_GET
@never_cache
def callback(request: HttpRequest) -> HttpResponse:
    """Take the provider's answer."""
    if not settings.SINGLE_SIGN_ON.is_on:
        raise Http404
    asked = request.session.pop(REQUEST, None)
    try:
        if asked is None:
            raise NotPermitted("no_sign_on", "This login was not asked for here, or its answer was used. Try again.")
        claims, token = provider.read_answer(request)
        if asked["again"]:
            return _prove_again(request, claims, datetime.fromtimestamp(asked["at"], UTC))  # type: ignore[arg-type]
        person = single_sign_on.sign_in(claims)
    except NotPermitted as error:
        return _refused(request, error)
    login(request, person, backend="monograph.accounts.backends.AccountBackend")
    sign_on_session.begin(request.session, claims, token)
    return redirect(asked["next"])


@csrf_exempt  # the token is signed by the provider
@require_POST
@never_cache
def log_out(request: HttpRequest) -> HttpResponse:
    """Take a logout token, which the provider posts itself. The answer is that of the specification, 2.8."""
    if not settings.SINGLE_SIGN_ON.is_on:
        raise Http404
    try:
        single_sign_on.end_sessions(read_logout_token(request.POST.get("logout_token", "")))
    except NotPermitted as error:
        return JsonResponse({"error": "invalid_request", "error_description": error.message}, status=400)
    return HttpResponse()


def _prove_again(request: DeskRequest, claims: provider.Claims, requested_at: datetime) -> HttpResponse:
    if not (request.user.is_authenticated and sign_on_session.is_sign_on(request.session)):
        raise NotPermitted("no_sign_on", "Your session has ended. Log in, then confirm who you are again.")
    key = single_sign_on.prove_again(actor=request.user, claims=claims, requested_at=requested_at)
    sign_on_session.keep_fresh_login(request.session, key)
    return render_desk_page(request, "people/confirmed.html", {}, title="You have confirmed who you are")


def _refused(request: HttpRequest, error: NotPermitted) -> HttpResponse:
    messages.error(request, error.message)
    return redirect("admin:index" if request.user.is_authenticated else "admin:login")


urls = [
    path("sign-on/", start, name="sign_on"),
    path("sign-on/callback/", callback, name="sign_on_callback"),
    path("sign-on/logout/", log_out, name="sign_on_logout"),
]
