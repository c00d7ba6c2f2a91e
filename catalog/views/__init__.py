"""The catalogue's API: one domain call each. Here the clock is read, and the place."""

from catalog.views.editions import (
    EditionDetail,
    EditionList,
    EditionMove,
    ProgrammeDetail,
    ProgrammeList,
)
from catalog.views.exchange import ExportView, ImportView
from catalog.views.explain import Explain
from catalog.views.films import FilmDetail, FilmList, FilmVersions, VersionDetail
from catalog.views.history import EssayDetail, EssayList, PeriodDetail, PeriodList
from catalog.views.offers import OfferDetail, ScreeningOffers, ScreeningRights
from catalog.views.people import PersonDetail, PersonList
from catalog.views.rights import FilmRights
from catalog.views.screenings import ScreeningDetail, ScreeningList
from catalog.views.search import SearchView
from catalog.views.stills import FilmStills, StillDetail
from catalog.views.terms import TermDetail, TermList
from catalog.views.tickets import TakeTicket
from catalog.views.versions import AddSubtitle, BeginUpload, Publish, VersionView

__all__ = [
    "AddSubtitle",
    "BeginUpload",
    "EditionDetail",
    "EditionList",
    "EditionMove",
    "EssayDetail",
    "EssayList",
    "Explain",
    "ExportView",
    "FilmDetail",
    "FilmList",
    "FilmRights",
    "FilmStills",
    "FilmVersions",
    "ImportView",
    "OfferDetail",
    "PeriodDetail",
    "PeriodList",
    "PersonDetail",
    "PersonList",
    "ProgrammeDetail",
    "ProgrammeList",
    "Publish",
    "ScreeningDetail",
    "ScreeningList",
    "ScreeningOffers",
    "ScreeningRights",
    "SearchView",
    "StillDetail",
    "TakeTicket",
    "TermDetail",
    "TermList",
    "VersionDetail",
    "VersionView",
]
