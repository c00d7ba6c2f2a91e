"""The report in the studio, its table and its charts."""

from django.urls import path

from vod.web.audience import views

urlpatterns = [
    path("studio/films/<slug:slug>/audience/", views.audience, name="audience"),
    path("studio/films/<slug:slug>/audience.csv", views.audience_csv, name="audience-csv"),
    path(
        "studio/films/<slug:slug>/audience/<str:name>.<str:kind>",
        views.audience_chart,
        name="audience-chart",
    ),
]
