"""Under /play/: a token in the path works in every player, AirPlay included.

`cmcd` is the collector's.
"""

from django.urls import path

from vod.playback.views import play

urlpatterns = [
    path("<str:token>/master.m3u8", play.multivariant_playlist, name="multivariant-playlist"),
    path("<str:token>/heartbeat", play.heartbeat, name="heartbeat"),
    path("<str:token>/end", play.end, name="end-session"),
    path("<str:token>/key/<int:secret>/<int:period>", play.period_key, name="period-key"),
    path("<str:token>/key/<int:secret>/stills", play.stills_key, name="stills-key"),
    path("<str:token>/storyboard.vtt", play.storyboard, name="storyboard"),
    path("<str:token>/<str:track_id>.m3u8", play.media_playlist, name="media-playlist"),
    path("<str:token>/<str:item>/master.m3u8", play.multivariant_playlist, name="item-playlist"),
    path("<str:token>/<str:item>/storyboard.vtt", play.storyboard, name="item-storyboard"),
]
