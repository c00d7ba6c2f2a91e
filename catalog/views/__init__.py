"""The catalogue's API: one domain call each. Here the clock is read, and the place."""

from catalog.views.editions import EditionDetail, EditionList
from catalog.views.explain import Explain
from catalog.views.films import FilmDetail
from catalog.views.offers import OfferDetail, ScreeningOffers, ScreeningRights
from catalog.views.rights import FilmRights
from catalog.views.screenings import ScreeningDetail, ScreeningList
from catalog.views.tickets import TakeTicket
from catalog.views.versions import AddSubtitle, BeginUpload, Publish, VersionView

__all__ = [
    "AddSubtitle",
    "BeginUpload",
    "EditionDetail",
    "EditionList",
    "Explain",
    "FilmDetail",
    "FilmRights",
    "OfferDetail",
    "Publish",
    "ScreeningDetail",
    "ScreeningList",
    "ScreeningOffers",
    "ScreeningRights",
    "TakeTicket",
    "VersionView",
]
