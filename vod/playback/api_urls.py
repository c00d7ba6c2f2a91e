"""Under /api/v1/."""

from django.urls import path

from vod.playback.views import sessions, staff_views

urlpatterns = [
    path("films/<slug:slug>/staff-views/", staff_views.StaffViews.as_view(), name="staff-views"),
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
