from django.apps import AppConfig


class PlaybackConfig(AppConfig):
    """This viewer, now."""

    name = "vod.playback"
    verbose_name = "Playback"

    def ready(self) -> None:
        """Register the checks."""
        from vod.playback import checks  # noqa: F401, PLC0415 - apps are not ready before
