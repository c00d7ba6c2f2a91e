"""Pages of the desk, below /admin/."""

from django.urls import path

from vod.web.desk import explain, helping, schedule, zone

app_name = "desk"
urlpatterns = [
    path("zone/", zone.choose, name="zone"),
    path("schedule/", schedule.newest, name="schedule"),
    path("schedule/<slug:slug>/", schedule.schedule, name="edition-schedule"),
    path("explain/", explain.explain, name="explain"),
    path("help/", helping.help_page, name="help"),
]
