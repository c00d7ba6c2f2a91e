"""Under /api/v1/."""

from django.urls import path

from vod.audience import views

urlpatterns = [
    path("films/<slug:slug>/audience/", views.Audience.as_view(), name="film-audience"),
]
