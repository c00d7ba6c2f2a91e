"""What search engines are told of: what may be seen, and what somebody said they may list."""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from catalog.models import Essay, Film, Period, Person

NOT_TO_READ = ("/api/", "/play/", "/watch/", "/studio/", "/accounts/", "/admin/", "/_allauth/")


class Rows(Sitemap[Any]):
    """Rows with a page of their own."""

    def __init__(self, rows: QuerySet[Any], *, page: str) -> None:
        super().__init__()
        self.rows, self.page = rows, page

    def items(self) -> QuerySet[Any]:
        """Those that may be listed, in a total order."""
        return self.rows.filter(indexable=True).order_by("pk")

    def location(self, item: Any) -> str:
        """Where its page is."""
        return reverse(self.page, args=[item.slug])


def sections(now: datetime) -> dict[str, type[Sitemap[Any]] | Sitemap[Any]]:
    """The parts of the sitemap."""
    return {
        "films": Rows(Film.objects.seen_at(now), page="film-page"),
        "people": Rows(Person.objects.seen_at(now), page="person-page"),
        "periods": Rows(Period.objects.seen_at(now), page="period-page"),
        "essays": Rows(Essay.objects.seen_at(now), page="essay-page"),
    }
