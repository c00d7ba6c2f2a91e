"""What is held of people, for how long, and what is left of somebody who is gone."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import Model

from accounts.models import Consent, LoginSession, Profile, User
from catalog.models import (
    Accreditation,
    Edition,
    EditionState,
    FilmTeam,
    Offer,
    Pass,
    PassKind,
    Quota,
    SupportCode,
    Ticket,
)
from tests.accounts.stored import everything_stored
from tests.catalog.rows import make_edition, make_offer, make_screening, make_ticket, make_user
from vod import privacy
from vod.audience.models import AudiencePeriod, Presence, Tally
from vod.playback.models import PlaybackSession, Progress, SessionItem

pytestmark = pytest.mark.django_db

OPENS = datetime(2026, 11, 1, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=10)
AGED = CLOSES + timedelta(days=60)
VIEWERS = 200


@pytest.fixture
def offer() -> Offer:
    """Of an edition that is over."""
    edition = make_edition(EditionState.CLOSED)
    offer = make_offer(make_screening(edition=edition), opens=OPENS, closes=CLOSES)
    Quota.objects.create(edition=edition, name="all", size=VIEWERS + 10).offers.add(offer)
    return offer


def taken(now: datetime) -> int:
    quota: Any = Quota.objects.with_taken(now).get()
    return int(quota.taken)


def test_every_model_says_how_long_its_rows_stay() -> None:
    """A new model fails here until a privacy module names it."""
    models = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    said = [held.label for held in privacy.HELD]
    assert models - set(said) == set()
    assert set(said) - models == set()
    assert len(said) == len(set(said))
    assert all(held.rule for held in privacy.HELD)


def test_every_model_that_leads_to_an_account_goes_with_it_or_lets_go_of_it() -> None:
    """No row may keep an account from being erased."""
    for model in apps.get_models(include_auto_created=True):
        for name in pointing_to_accounts(model):
            field: Any = model._meta.get_field(name)
            rule = field.remote_field.on_delete.__name__
            assert rule in {"CASCADE", "SET_NULL"}, f"{model._meta.label}.{name}"


def pointing_to_accounts(model: type[Model]) -> list[str]:
    """Names of the foreign keys of a model that lead to a user."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if field.remote_field and field.remote_field.model is User
    ]


def watch(offer: Offer, user: User) -> Ticket:
    """Somebody with all that she may leave behind."""
    kind, _ = PassKind.objects.get_or_create(edition=offer.screening.edition, slug="festival")
    held_pass = Pass.objects.create(kind=kind, holder=user, issued_at=OPENS)
    ticket = make_ticket(
        offer,
        user,
        held_pass=held_pass,
        external_ref=f"ref-{user.public_id}",
        issued_at=OPENS + timedelta(hours=3, minutes=7),
        started_at=OPENS + timedelta(hours=4, minutes=8),
    )
    item = offer.screening.items.get()
    session = PlaybackSession.objects.create(
        token_hash=user.public_id[::-1],
        user=user,
        ticket=ticket,
        screening=offer.screening,
        started_at=OPENS + timedelta(hours=4),
        seated_at=OPENS,
        metered_until=OPENS,
        watch_after_seconds=180,
        granted_until=CLOSES,
        lease_until=OPENS + timedelta(hours=6),
        country="IS",
    )
    publication = item.version.publication
    assert publication is not None
    SessionItem.objects.create(session=session, item=item, publication=publication, position=0)
    Progress.objects.create(ticket=ticket, item=item, saved_at=OPENS, expires_at=CLOSES)
    SupportCode.objects.create(
        code=f"{user.pk:012d}".translate(str.maketrans("0123456789", "ACDEFGHJKM")),
        holder=user,
        screening=offer.screening,
        facts={"said": "denied"},
        created_at=OPENS,
        expires_at=OPENS + timedelta(hours=48),
    )
    return ticket


def test_two_months_after_an_edition_nothing_links_a_viewer_to_a_film(offer: Offer) -> None:
    viewers = [make_user() for _ in range(VIEWERS)]
    tickets = [watch(offer, user) for user in viewers]
    Presence.objects.create(
        screening=offer.screening, viewer=b"x" * 12, day=OPENS.date(), country="IS"
    )
    Accreditation.objects.create(
        edition=offer.screening.edition,
        user=viewers[0],
        kind="press",
        statement="A paper",
        applied_at=OPENS,
    )
    before = taken(AGED)
    assert Ticket.objects.filter(holder__isnull=False).count() == VIEWERS

    counts = privacy.retain(AGED)

    assert counts["catalog.Ticket"] == counts["playback.PlaybackSession"] == VIEWERS
    assert taken(AGED) == before == VIEWERS
    for model in (PlaybackSession, Progress, SupportCode, Accreditation, Tally, Presence):
        assert not model._default_manager.exists(), model
    assert not Pass.objects.exclude(holder=None).exists()
    left: set[Any] = set(
        Ticket.objects.values_list("holder", "held_pass", "voucher", "external_ref")
    )
    assert left == {(None, None, None, "")}
    assert {ticket.started_at for ticket in Ticket.objects.all()} == {OPENS}
    stored = everything_stored()
    assert len(tickets) == VIEWERS
    for user in viewers:
        lines = [line for line in stored.splitlines() if user.public_id in line]
        assert len(lines) == 1, "an account, and nothing beside it"
    for any_model in apps.get_models():
        for name in pointing_to_accounts(any_model):
            if any_model._meta.app_label not in {"accounts", "account", "mfa"}:
                assert not any_model._default_manager.exclude(**{name: None}).exists(), any_model
    assert sum(line.overdue for line in privacy.report(AGED)) == 0


def test_holders_stay_known_while_an_edition_may_be_asked_about(offer: Offer) -> None:
    ticket = make_ticket(offer, make_user(), issued_at=OPENS)
    privacy.retain(CLOSES + timedelta(days=29))
    ticket.refresh_from_db()
    assert ticket.holder is not None
    Edition.objects.update(state=EditionState.OPEN)
    privacy.retain(AGED)
    ticket.refresh_from_db()
    assert ticket.holder is not None


def test_a_ticket_that_is_still_watched_with_keeps_its_holder(offer: Offer) -> None:
    ticket = make_ticket(offer, make_user(), extended_until=AGED + timedelta(hours=1))
    privacy.retain(AGED)
    ticket.refresh_from_db()
    assert ticket.holder is not None


def test_who_erases_herself_leaves_an_anonymous_seat(offer: Offer) -> None:
    user = make_user("filmmaker")
    address, name = str(user.email), user.public_id
    Profile.objects.create(user=user, pseudonym="Wanderer")
    Consent.objects.create(user=user, terms_version="2026-11", given_at=OPENS)
    FilmTeam.objects.create(
        film=offer.screening.items.get().version.film, user=user, role="director"
    )
    Ticket.objects.filter(pk=watch(offer, user).pk).update(external_ref="")
    before = taken(OPENS)
    exported = privacy.export(user)
    assert exported["account"]["pseudonym"] == "Wanderer"
    assert len(exported["catalog"]["tickets"]) == len(exported["playback"]["sessions"]) == 1

    privacy.erase(user, OPENS)

    stored = everything_stored()
    for told in (address, name, "Wanderer"):
        assert told not in stored
    assert taken(OPENS) == before == 1
    assert not PlaybackSession.objects.exists()
    assert not SupportCode.objects.exists()


def test_an_export_holds_no_secret(offer: Offer) -> None:
    user = make_user()
    user.set_password("a long password")
    user.save()
    watch(offer, user)
    text = str(privacy.export(user))
    assert user.password not in text
    assert "token_hash" not in text


def test_the_report_fails_while_something_is_overdue() -> None:
    LoginSession.objects.create(
        digest="d", seen=OPENS.date(), data="", expires_at=datetime(2020, 1, 1, tzinfo=UTC)
    )
    told = StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("privacy", "report", stdout=told)
    assert failed.value.returncode == 2
    assert "accounts.LoginSession" in told.getvalue()
    call_command("privacy", "purge", stdout=told)
    assert "accounts.LoginSession: 1\n1 rows forgotten" in told.getvalue()
    call_command("privacy", "report", stdout=told)
    assert not AudiencePeriod.objects.exists()
