"""What is published, for admins to read. What waits to be published is in no page."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from vod.audience.models import AudiencePeriod, QualityPeriod
from vod.staff.base import ReadOnly, StaffAdmin


@admin.register(AudiencePeriod)
class AudiencePeriodAdmin(ReadOnly, StaffAdmin[AudiencePeriod]):
    """How films were watched."""

    called = _("audience of a film"), _("audiences of films")
    list_display = ("screening", "film", "first_day", "last_day", "viewers", "plays")
    list_select_related = ("item__screening", "item__version__film")
    ordering = ("-last_day", "pk")

    @admin.display(description=_("screening"))
    def screening(self, period: AudiencePeriod) -> str:
        """In which."""
        return str(period.item.screening)

    @admin.display(description=_("film"))
    def film(self, period: AudiencePeriod) -> str:
        """Which one of it."""
        return str(period.item.version.film)


@admin.register(QualityPeriod)
class QualityPeriodAdmin(ReadOnly, StaffAdmin[QualityPeriod]):
    """How well screenings played."""

    called = _("quality of a screening"), _("quality of screenings")
    list_display = (
        *("screening", "first_day", "last_day", "sessions", "startup_median_ms"),
        *("startup_p95_ms", "rebuffer_permille", "mean_kbps", "failed_permille"),
    )
    list_select_related = ("screening",)
    ordering = ("-last_day", "pk")
