"""Inlines of words: one row a language, under whatever they belong to."""

from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models import (
    Edition,
    EditionText,
    Essay,
    EssayText,
    Film,
    FilmText,
    PassKind,
    PassKindText,
    Period,
    PeriodText,
    Person,
    PersonName,
    Programme,
    ProgrammeText,
    Screening,
    ScreeningText,
    Still,
    StillText,
    Term,
    TermText,
)
from vod.staff.base import Stacked, Tabular

Text = TypeVar("Text", bound=models.Model)
Owner = TypeVar("Owner", bound=models.Model)


class Texts(Stacked[Text, Owner]):
    """Longer words, in a tab of their own."""

    tab = True
    verbose_name: Any = _("text")
    verbose_name_plural: Any = _("texts")


class EditionTexts(Texts[EditionText, Edition]):
    model = EditionText


class ProgrammeTexts(Texts[ProgrammeText, Programme]):
    model = ProgrammeText


class ScreeningTexts(Texts[ScreeningText, Screening]):
    model = ScreeningText


class FilmTexts(Texts[FilmText, Film]):
    model = FilmText


class PersonNames(Texts[PersonName, Person]):
    model = PersonName
    verbose_name, verbose_name_plural = _("name"), _("names")


class PeriodTexts(Texts[PeriodText, Period]):
    model = PeriodText


class EssayTexts(Texts[EssayText, Essay]):
    model = EssayText


class StillTexts(Texts[StillText, Still]):
    model = StillText


class TermTexts(Tabular[TermText, Term]):
    model = TermText
    verbose_name, verbose_name_plural = _("name"), _("names")


class PassKindTexts(Tabular[PassKindText, PassKind]):
    model = PassKindText
    verbose_name, verbose_name_plural = _("name"), _("names")
