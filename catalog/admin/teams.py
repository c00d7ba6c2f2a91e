"""Who works on a film here."""

from django.utils.translation import gettext_lazy as _

from catalog.models import Film, FilmTeam
from vod.staff.base import Tabular


class TeamInline(Tabular[FilmTeam, Film]):
    model = FilmTeam
    raw_id_fields = ("user",)
    tab = True
    verbose_name, verbose_name_plural = _("team member"), _("team")
