"""The pages."""

from django.urls import URLPattern, URLResolver, include, path

from vod.web import browsing, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("vod.web.tickets.urls")),
    path("", views.programme, name="programme"),
    path("search/", views.search, name="search-page"),
    path("films/", browsing.films_index, name="films-page"),
    path("films/<slug:slug>/", browsing.film, name="film-page"),
    path("programmes/<slug:edition>/<slug:slug>/", browsing.programme_page, name="programme-page"),
    path("people/<slug:slug>/", browsing.person, name="person-page"),
    path("history/", browsing.timeline, name="timeline"),
    path("history/<slug:slug>/", browsing.period, name="period-page"),
    path("essays/<slug:slug>/", browsing.essay, name="essay-page"),
    path("robots.txt", browsing.robots, name="robots"),
    path("sitemap.xml", browsing.sitemap, name="sitemap"),
    path("watch/trailers/<str:public_id>/", browsing.trailer, name="trailer"),
    path("watch/<str:public_id>/", views.watch, name="watch"),
    path("watch/<str:public_id>/ticket/", views.take_ticket, name="take-ticket"),
    path("account/", include("vod.web.account.urls")),
    path("", include("vod.web.teams.urls")),
    path("", include("vod.web.withdrawal.urls")),
    path("", include("vod.web.audience.urls")),
    path("", include("vod.web.inbox.urls")),
    path("studio/", views.studio, name="studio"),
    path("studio/masters/<str:public_id>/report/", views.quality_report, name="quality-report"),
]
