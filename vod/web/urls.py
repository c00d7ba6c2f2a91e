"""The pages."""

from django.urls import path

from vod.web import views

urlpatterns = [
    path("", views.programme, name="programme"),
    path("search/", views.search, name="search-page"),
    path("films/<slug:slug>/", views.film, name="film-page"),
    path("watch/<str:public_id>/", views.watch, name="watch"),
    path("watch/<str:public_id>/ticket/", views.take_ticket, name="take-ticket"),
    path("studio/", views.studio, name="studio"),
    path("studio/masters/<str:public_id>/report/", views.quality_report, name="quality-report"),
]
