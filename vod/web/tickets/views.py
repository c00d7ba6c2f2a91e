"""The pages' views: one domain call each; the clock is read here."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import addressless
from accounts.handwritten import grouped
from accounts.models import User
from catalog import services
from catalog.models import Offer, Ticket
from catalog.services import Admitted, Visitor
from catalog.tries import guessing
from catalog.troubles import ChooseOffer, CodeUnknown, Trouble
from vod.web.buttons import button_of
from vod.web.tickets import mine
from vod.web.tickets.forms import CodeForm, RedeemForm, ReturnForm
from vod.web.views import reader_of

form_page = require_http_methods(["GET", "HEAD", "POST"])
Refused = (Trouble, services.TicketRefused)


@never_cache
@form_page
def redeem(request: HttpRequest) -> HttpResponse:
    """A voucher, or a shop's claim code."""
    newcomer, error = not request.user.is_authenticated, ""
    typed = {"code": request.GET.get("code", "")}
    form = RedeemForm(request.POST or None, newcomer=newcomer, initial=typed)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with guessing(request):
                admitted = services.redeem(
                    typed=given["code"],
                    visitor=visitor_of(request, given),
                    now=timezone.now(),
                    offer_id=request.POST.get("offer", ""),
                )
        except ChooseOffer as choose:
            offers = Offer.objects.filter(public_id__in=choose.extra["offers"]).order_by("pk")
            choices = mine.choices_of(offers, reader=reader_of(request))
            form = RedeemForm(newcomer=newcomer, initial=given, choices=choices)
        except Refused as refused:
            form.add_error("code", str(refused.detail))
            error = code_of(refused)
        else:
            return admit(request, admitted)
    return render(request, "web/redeem.html", {"form": form, "error": error})


@never_cache
@form_page
def join(request: HttpRequest) -> HttpResponse:
    """A place that a lecturer booked."""
    typed = {"code": request.GET.get("code", "")}
    newcomer, error = not request.user.is_authenticated, ""
    form = CodeForm(request.POST or None, newcomer=newcomer, initial=typed)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with guessing(request):
                admitted = services.join(
                    typed=given["code"],
                    visitor=visitor_of(request, given),
                    now=timezone.now(),
                )
        except Refused as refused:
            form.add_error("code", str(refused.detail))
            error = code_of(refused)
        else:
            return admit(request, admitted)
    return render(request, "web/join.html", {"form": form, "error": error})


@never_cache
@form_page
def come_back(request: HttpRequest) -> HttpResponse:
    """An account without an address, in another browser."""
    form, error = ReturnForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            with guessing(request):
                user = addressless.returning(typed=form.cleaned_data["code"])
                if user is None:
                    raise CodeUnknown
        except Trouble as refused:
            form.add_error("code", str(refused.detail))
            error = code_of(refused)
        else:
            sign_in(request, user)
            return redirect("my-tickets")
    return render(request, "web/come_back.html", {"form": form, "error": error})


@never_cache
@require_safe
@login_required
def my_tickets(request: HttpRequest) -> HttpResponse:
    """A viewer's tickets and passes."""
    page = mine.my_page(user_of(request), reader=reader_of(request))
    return render(request, "web/my_tickets.html", {"page": page})


@never_cache
@button_of("my-tickets")
@login_required
def take(request: HttpRequest, public_id: str) -> HttpResponse:
    """The button of an offer that a pass or an accreditation opens."""
    now, user = timezone.now(), user_of(request)
    offer = get_object_or_404(services.offers_open_to(user, now=now), public_id=public_id)
    try:
        services.take_ticket(offer=offer, user=user, now=now)
    except Refused as refused:
        messages.error(request, str(refused.detail))
    else:
        messages.success(request, gettext("The ticket is yours."))
    return redirect("my-tickets")


@never_cache
@button_of("my-tickets")
@login_required
def give_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give an unused ticket back."""
    hers = Ticket.objects.held_by(user_of(request))
    try:
        services.release(ticket=get_object_or_404(hers, public_id=public_id), now=timezone.now())
    except Trouble as refused:
        messages.error(request, str(refused.detail))
    else:
        messages.success(request, gettext("The ticket is given back. Thank you."))
    return redirect("my-tickets")


@never_cache
@button_of("my-tickets")
@login_required
def new_return_code(request: HttpRequest) -> HttpResponse:
    """A new return code, in place of one that was lost."""
    user = user_of(request)
    if not addressless.may_return_by_code(user):
        raise Http404
    code = addressless.new_return_code(user=user, now=timezone.now())
    return render(request, "web/admitted.html", {"return_code": grouped(code), "screening": None})


def admit(request: HttpRequest, admitted: Admitted) -> HttpResponse:
    """Let somebody in; a new account is shown its return code, once."""
    screening = admitted.ticket.offer.screening if admitted.ticket else None
    if admitted.return_code:
        sign_in(request, admitted.user)
        context = {"return_code": grouped(admitted.return_code), "screening": screening}
        return render(request, "web/admitted.html", context)
    messages.success(request, gettext("The code is redeemed."))
    return redirect("watch", screening.public_id) if screening else redirect("my-tickets")


def code_of(refused: Any) -> str:
    """The code of a refusal, as the API would say it."""
    return str(refused.get_codes())


def visitor_of(request: HttpRequest, given: dict[str, Any]) -> Visitor:
    """Who comes with a code."""
    return Visitor(
        user=request.user if isinstance(request.user, User) else None,
        terms_version=settings.TERMS_VERSION,
        accepts_terms=given.get("accept_terms", False),
    )


def user_of(request: HttpRequest) -> User:
    """Who is logged in; the views that ask are for nobody else."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def sign_in(request: HttpRequest, user: User) -> None:
    """Begin a session. Only for accounts that have no better lock."""
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
