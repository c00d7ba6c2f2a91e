"""Under /api/v1/."""

from django.urls import path

from vod.playback.views import sessions

urlpatterns = [
    path(
        "screenings/<str:public_id>/playback/",
        sessions.BeginPlayback.as_view(),
        name="begin-playback",
    ),
    path(
        "trailers/<str:public_id>/playback/",
        sessions.BeginTrailer.as_view(),
        name="begin-trailer",
    ),
    path("playback/sessions/", sessions.OwnSessions.as_view(), name="own-sessions"),
    path("playback/sessions/<str:public_id>/", sessions.OwnSession.as_view(), name="own-session"),
]
