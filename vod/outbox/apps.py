from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    """What people are told, in their inbox here and by mail."""

    name = "vod.outbox"
    label = "outbox"
    verbose_name = _("Outbox")
