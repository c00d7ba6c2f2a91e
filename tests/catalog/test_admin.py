"""The catalogue for staff: every page opens, and wall times become windows."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
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
NAMES = {model.__name__ for model in apps.get_app_config("catalog").get_models()}


def client_of(*roles: str) -> Client:
    client = Client()
    client.force_login(make_user(*roles))
    return client


# What comes about elsewhere: by people's own acts, by services, or by uploads that are cleaned.
NOT_ADDED = {"accreditation", "booking", "pass", "shop", "still"}


@pytest.mark.parametrize("model", MODELS)
def test_lists_open(model: str) -> None:
    make_ticket(make_offer(make_screening()), make_user())
    client = client_of("programmer")
    assert client.get(reverse(f"admin:catalog_{model}_changelist")).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_forms_open_for_what_staff_may_add(model: str) -> None:
    answer = client_of("programmer").get(reverse(f"admin:catalog_{model}_add"))
    assert answer.status_code == (403 if model in NOT_ADDED else 200)


def test_every_model_that_staff_look_after_is_there() -> None:
    """Parts of others are inlines; the rest is nobody's to read."""
    hidden = {"ShopKey", "ShopSale", "SupportAnswer", "SupportCode"}
    hidden |= {"TeamInvitation", "Voucher", "CallsOfDay", "CodeWord"}
    parts = {
        "Credit",
        "FilmTeam",
        "OrganisationMember",
        "ScreeningItem",
        "SearchDocument",
        "SearchWord",
    }
    words = {name for name in NAMES if name.endswith(("Text", "PersonName"))}
    assert {name.lower() for name in NAMES - hidden - parts - words} == set(MODELS)


def test_a_programmer_sees_a_screenings_offers_and_the_way_to_each() -> None:
    screening = make_screening()
    offer = make_offer(screening)
    url = reverse("admin:catalog_screening_change", args=[screening.pk])
    text = client_of("programmer").get(url).content.decode()
    assert offer.opens_local in text
    assert reverse("admin:catalog_offer_change", args=[offer.pk]) in text


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
