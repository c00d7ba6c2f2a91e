"""The catalogue for staff: every page opens, and wall times become windows."""

from datetime import UTC, datetime

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from catalog.forms import OfferForm
from catalog.models import Offer
from tests.catalog.rows import make_offer, make_screening, make_ticket, make_user

pytestmark = pytest.mark.django_db
MODELS = sorted(
    str(model._meta.model_name)
    for model in admin.site._registry
    if model._meta.app_label == "catalog"
)


def client_of(*roles: str) -> Client:
    client = Client()
    client.force_login(make_user(*roles))
    return client


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("page", ["changelist", "add"])
def test_pages_open(model: str, page: str) -> None:
    make_ticket(make_offer(make_screening()), make_user())
    client = client_of("programmer")
    assert client.get(reverse(f"admin:catalog_{model}_{page}")).status_code == 200


def test_a_programmer_changes_a_screening_with_its_offers() -> None:
    screening = make_screening()
    make_offer(screening)
    url = reverse("admin:catalog_screening_change", args=[screening.pk])
    assert b"opens_local" in client_of("programmer").get(url).content


def test_an_issued_ticket_does_not_name_its_holder() -> None:
    holder = make_user()
    ticket = make_ticket(make_offer(make_screening()), holder)
    url = reverse("admin:catalog_ticket_change", args=[ticket.pk])
    page = client_of("programmer").get(url)
    assert page.status_code == 200
    assert 'name="holder"' not in page.content.decode()
    assert holder.public_id not in page.content.decode()


def test_filmmakers_stay_outside() -> None:
    url = reverse("admin:catalog_film_changelist")
    assert client_of("filmmaker").get(url).status_code == 302


def offer_form(**changes: str) -> OfferForm:
    data = {
        "screening": str(make_screening().pk),
        "audience": "public",
        "opens_local": "2026-11-20T20:00",
        "closes_local": "2026-11-27T20:00",
        "time_zone": "Europe/Berlin",
        "close_mode": "last_start",
        "territory_rule": "everywhere",
        "network_policy": "any",
    }
    return OfferForm(data | changes)


class TestOfferForm:
    def test_the_window_is_computed_from_the_wall_times(self) -> None:
        form = offer_form()
        assert form.is_valid(), form.errors
        offer = Offer.objects.get(pk=form.save().pk)
        assert offer.window.lower == datetime(2026, 11, 20, 19, tzinfo=UTC)
        assert offer.window.upper == datetime(2026, 11, 27, 19, tzinfo=UTC)

    @pytest.mark.parametrize(
        "changes",
        [
            {"closes_local": "2026-11-20T20:00"},
            {"opens_local": "2026-03-29T02:30"},
            {"opens_local": "2026-13-01T00:00"},
            {"time_zone": "Mars/Olympus"},
            {"territory_rule": "allow"},
            {"territory_rule": "allow", "territories": "de"},
        ],
    )
    def test_refuses(self, changes: dict[str, str]) -> None:
        assert not offer_form(**changes).is_valid()
