"""The platform's addresses, and the yardsticks beside them."""

from django.urls import include, path

from infra.bench.api import views

urlpatterns = [
    path("bench/empty/", views.empty),
    path("bench/one-query/<slug:slug>/", views.one_query),
    path("api/v1/bench/constant/", views.ConstantVerdicts.as_view()),
    path("api/v1/bench/who/", views.Who.as_view()),
    path("", include("vod.urls")),
]
