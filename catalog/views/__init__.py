"""The catalogue's API: one domain call each. Here the clock is read, and the place."""

from catalog.views.editions import EditionDetail, EditionList
from catalog.views.exchange import ExportView, ImportView
from catalog.views.films import FilmDetail
from catalog.views.screenings import ScreeningDetail, ScreeningList
from catalog.views.search import SearchView
from catalog.views.tickets import TakeTicket
from catalog.views.versions import AddSubtitle, BeginUpload, Publish, VersionView

__all__ = [
    "AddSubtitle",
    "BeginUpload",
    "EditionDetail",
    "EditionList",
    "ExportView",
    "FilmDetail",
    "ImportView",
    "Publish",
    "ScreeningDetail",
    "ScreeningList",
    "SearchView",
    "TakeTicket",
    "VersionView",
]
