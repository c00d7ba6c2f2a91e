"""Press, jury and industry apply; lecturers book."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from catalog import services
from catalog.models import Booking, BookingMode
from catalog.services import TicketRefused
from catalog.troubles import Trouble
from vod.web.buttons import button_of
from vod.web.tickets import mine
from vod.web.tickets.forms import ApplyForm, BookForm, HeadcountForm
from vod.web.tickets.views import form_page, user_of
from vod.web.views import reader_of


@never_cache
@form_page
@login_required
def accreditation(request: HttpRequest) -> HttpResponse:
    """Apply, and see what became of it."""
    user = user_of(request)
    form = ApplyForm(request.POST or None)
    form.fields["edition"].queryset = services.editions_to_apply_for()  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            services.apply(user=user, now=timezone.now(), **form.cleaned_data)
        except Trouble as refused:
            form.add_error("kind", str(refused.detail))
        else:
            messages.success(request, gettext("Thank you. We answer on this page."))
            return redirect("accreditation")
    lines = mine.accreditation_lines(list(services.accreditations_of(user)))
    return render(request, "web/accreditation.html", {"form": form, "lines": lines})


@never_cache
@form_page
@login_required
def bookings(request: HttpRequest) -> HttpResponse:
    """A lecturer's bookings, and a new one."""
    user, reader = user_of(request), reader_of(request)
    organisations = services.organisations_of(user)
    offers = {o.public_id: o for o in services.bookable_offers(now=reader.now)}
    form = BookForm(request.POST or None)
    form.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
    choices = mine.choices_of(list(offers.values()), reader=reader)
    form.fields["offer"].choices = choices  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"offer": offers[form.cleaned_data["offer"]]}
        try:
            services.book(by=user, now=reader.now, **given)
        except (Trouble, TicketRefused) as refused:
            form.add_error("seats", str(refused.detail))
        else:
            messages.success(request, gettext("The places are yours."))
            return redirect("bookings-page")
    context = {
        "form": form,
        "organisations": organisations,
        "offers": choices,
        "lines": mine.booking_lines(user, reader=reader),
    }
    return render(request, "web/bookings.html", context)


@never_cache
@button_of("bookings-page")
@login_required
def headcount(request: HttpRequest, public_id: str) -> HttpResponse:
    """How many came to a room."""
    form = HeadcountForm(request.POST)
    booking = booking_of(request, public_id)
    if booking.mode == BookingMode.ROOM and form.is_valid():
        services.tell_headcount(booking=booking, **form.cleaned_data)
        messages.success(request, gettext("Thank you: the filmmaker is told this number."))
    return redirect("bookings-page")


@never_cache
@button_of("bookings-page")
@login_required
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give back the places that nobody took."""
    services.cancel(booking=booking_of(request, public_id), now=timezone.now())
    messages.success(request, gettext("The booking is cancelled; who has a place keeps it."))
    return redirect("bookings-page")


def booking_of(request: HttpRequest, public_id: str) -> Booking:
    """Find a booking of the caller's organisations."""
    hers = services.bookings_of(user_of(request), now=timezone.now())
    booking: Booking = get_object_or_404(hers, public_id=public_id)
    return booking
