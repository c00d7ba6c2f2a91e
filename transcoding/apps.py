from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranscodingConfig(AppConfig):
    """Bytes: masters in, encrypted HLS tracks out."""

    name = "transcoding"
    verbose_name = _("Transcoding")
