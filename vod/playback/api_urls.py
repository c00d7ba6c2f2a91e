"""Under /api/v1/."""

from django.urls import path

from vod.playback import views

urlpatterns = [
    path(
        "screenings/<str:public_id>/playback/",
        views.BeginPlayback.as_view(),
        name="begin-playback",
    ),
    path("trailers/<str:public_id>/playback/", views.BeginTrailer.as_view(), name="begin-trailer"),
]
