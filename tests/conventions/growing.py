"""Of the world: more of everything that a list lists."""

from accounts.models import User
from accounts.services import open_session
from catalog import services
from catalog.models import (
    Booking,
    Credit,
    CreditRole,
    Edition,
    Film,
    FilmTeam,
    Organisation,
    Programme,
    Screening,
    ScreeningText,
    TeamRole,
)
from tests.catalog.history import a_period, a_person, a_still, a_term, an_essay
from tests.catalog.rows import (
    add_item,
    make_edition,
    make_film,
    make_grant,
    make_offer,
    make_ticket,
    make_user,
    make_version,
    real_now,
)
from tests.catalog.seats import (
    accredit,
    make_batch,
    make_booking,
    make_organisation,
    make_pass,
    make_pass_kind,
    make_quota,
)
from tests.conventions.world import World
from vod.outbox import services as outbox
from vod.outbox.kinds import Kind


def grow(world: World, number: int, *, viewer: User, staff: User) -> None:
    """One more of each, the `number`th: for a viewer's lists, and for those of staff."""
    film = Film.objects.get(slug=world.nouns["films"])
    screening = Screening.objects.get(public_id=world.nouns["screenings"])
    _history(number, film)
    _team(film)
    another = _shown(number, screening.edition)
    offer = make_offer(another)
    make_offer(screening)
    make_ticket(offer, viewer)
    make_edition()
    Programme.objects.create(edition=screening.edition, slug=f"more-{number}")
    kind = make_pass_kind(screening.edition)
    make_pass(kind, viewer)
    make_quota(offer)
    make_batch(offer)
    accredit(viewer, make_edition())
    organisation: Organisation = make_organisation(viewer)
    booking: Booking = make_booking(offer, organisation=organisation)
    make_ticket(offer, make_user(), booking=booking, origin="booking")
    for user in (viewer, staff):
        outbox.tell(user=user, kind=Kind.TICKET, context={}, now=real_now())
        open_session(user=user, lasts=real_now() - real_now().replace(year=2025))


def _history(number: int, film: Film) -> None:
    person = a_person(f"person-{number}", "Another")
    Credit.objects.create(film=film, person=person, role=CreditRole.EDITOR)
    film.terms.add(a_term("theme", f"term-{number}"))
    film.periods.add(a_period(f"period-{number}", "Years"))
    a_still(film, "Water")
    an_essay(f"essay-{number}", "On water").films.add(film)
    make_grant(film)


def _team(film: Film) -> None:
    FilmTeam.objects.create(film=film, user=make_user(), role=TeamRole.PRODUCER)
    services.invite(film=film, role=TeamRole.PRODUCER, now=real_now())


def _shown(number: int, edition: Edition) -> Screening:
    programme = Programme.objects.create(edition=edition, slug=f"shown-{number}")
    screening = Screening.objects.create(edition=edition, programme=programme)
    ScreeningText.objects.create(screening=screening, language="en", title="A block")
    for _ in range(2):
        film = make_film()
        Credit.objects.create(
            film=film, person=a_person(f"{film.slug}-maker", "Maker"), role=CreditRole.DIRECTOR
        )
        a_still(film, "Water")
        add_item(screening, make_version(film))
    return screening
