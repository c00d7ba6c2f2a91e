"""The pages."""

from django.urls import path

from vod.web import views
from vod.web.tickets.urls import urlpatterns as tickets

urlpatterns = [
    *tickets,
    path("", views.programme, name="programme"),
    path("films/<slug:slug>/", views.film, name="film-page"),
    path("watch/<str:public_id>/", views.watch, name="watch"),
    path("watch/<str:public_id>/ticket/", views.take_ticket, name="take-ticket"),
    path("studio/", views.studio, name="studio"),
    path("studio/masters/<str:public_id>/report/", views.quality_report, name="quality-report"),
]
