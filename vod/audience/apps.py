from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AudienceConfig(AppConfig):
    """How films were watched, in numbers that single nobody out."""

    name = "vod.audience"
    verbose_name = _("Audience")
