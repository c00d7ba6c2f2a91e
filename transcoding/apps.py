from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranscodingConfig(AppConfig):
    """Bytes: masters in, encrypted HLS tracks out."""

    name = "transcoding"
    verbose_name = _("Transcoding")

    def ready(self) -> None:
        """Register what `manage.py check` looks at."""
        from transcoding import checks  # noqa: F401, PLC0415 - models are there now
