"""Under /play/: a token in the path works in every player, AirPlay included."""

from django.urls import path

from vod.playback import views

urlpatterns = [
    path(
        "<str:token>/master.m3u8",
        views.MultivariantPlaylist.as_view(),
        name="multivariant-playlist",
    ),
    path("<str:token>/heartbeat", views.Heartbeat.as_view(), name="heartbeat"),
    path("<str:token>/end", views.End.as_view(), name="end-session"),
    path(
        "<str:token>/key/<int:secret_id>/<int:period>",
        views.PeriodKey.as_view(),
        name="period-key",
    ),
    path("<str:token>/key/<int:secret_id>/stills", views.StillsKey.as_view(), name="stills-key"),
    path("<str:token>/storyboard.vtt", views.Storyboard.as_view(), name="storyboard"),
    path("<str:token>/<str:track_id>.m3u8", views.MediaPlaylist.as_view(), name="media-playlist"),
]
