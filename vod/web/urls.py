"""The pages."""

from django.urls import include, path

from vod.web import views

urlpatterns = [
    path("", views.programme, name="programme"),
    path("films/<slug:slug>/", views.film, name="film-page"),
    path("watch/<str:public_id>/", views.watch, name="watch"),
    path("watch/<str:public_id>/ticket/", views.take_ticket, name="take-ticket"),
    path("account/", include("vod.web.account.urls")),
    path("", include("vod.web.teams.urls")),
    path("studio/", views.studio, name="studio"),
    path("studio/masters/<str:public_id>/report/", views.quality_report, name="quality-report"),
]
