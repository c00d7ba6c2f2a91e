"""Every kind has words in three languages, and none of a film."""

import re
from itertools import product
from string import Formatter

import pytest
from django.urls import resolve

from vod.outbox.kinds import PAGES, PLACES, Kind, Unfit, require_fit
from vod.outbox.words import STOP, WORDS, Locale, text_of

EVERY = list(product(Locale, Kind))
HAN = re.compile(r"[\u3400-\u9fff]")
OPENS = "2026-11-20T20:00:00+08:00"
# Of those that the words use, characters that only one of the scripts has.
SIMPLIFIED, TRADITIONAL = (
    set("号确认现领张页开场电处说办质量问"),
    set("號確認現領張頁開場電處說辦質問"),
)


@pytest.mark.parametrize(("locale", "kind"), EVERY)
class TestEveryKind:
    def test_has_exactly_the_places_that_it_is_told(self, locale: Locale, kind: Kind) -> None:
        words = WORDS[locale][kind]
        places = {name for _, name, _, _ in Formatter().parse(words.body) if name}
        assert places == PLACES.get(kind, frozenset())
        assert "{" not in words.subject

    def test_names_no_film(self, locale: Locale, kind: Kind) -> None:
        words = WORDS[locale][kind]
        assert not re.search(r"film|movie|cinema|影|片", f"{words}", re.IGNORECASE)

    def test_is_in_its_own_script(self, locale: Locale, kind: Kind) -> None:
        text = f"{WORDS[locale][kind].subject}{WORDS[locale][kind].body.replace('{text}', '')}"
        strange = {Locale.HANS: TRADITIONAL - SIMPLIFIED, Locale.HANT: SIMPLIFIED - TRADITIONAL}
        assert bool(HAN.search(text)) == (locale != Locale.EN)
        assert set(text) & strange.get(locale, set()) == set()


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_leads_to_a_page(kind: Kind) -> None:
    assert resolve(PAGES[kind]).view_name


def test_the_link_that_stops_mail_has_words_in_each() -> None:
    assert set(STOP) == set(WORDS) == set(Locale)


def test_an_instant_is_said_in_utc() -> None:
    said = [text_of(Kind.REMINDER, locale=one, context={"opens": OPENS}).body for one in Locale]
    assert [("12:00" in text, "UTC" in text) for text in said] == [(True, True)] * 3


def test_what_staff_wrote_stays_as_it_is() -> None:
    context = {"text": "Doors {open} at 8 {text}"}
    assert text_of(Kind.STAFF_MESSAGE, locale=Locale.EN, context=context).body == context["text"]


@pytest.mark.parametrize(
    ("kind", "context"),
    [
        (Kind.TICKET, {"title": "A river"}),
        (Kind.REMINDER, {}),
        (Kind.REMINDER, {"opens": OPENS, "name": "Ling"}),
    ],
)
def test_no_fact_is_told_that_the_words_do_not_ask_for(kind: Kind, context: dict[str, str]) -> None:
    with pytest.raises(Unfit):
        require_fit(kind, context)
