from django.apps import AppConfig


class PlaybackConfig(AppConfig):
    """This viewer, now."""

    name = "vod.playback"
    verbose_name = "Playback"
