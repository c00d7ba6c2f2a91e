"""The team's pages in the studio, and the link into it."""

from django.urls import path

from vod.web.teams import views

urlpatterns = [
    path("studio/films/<slug:slug>/team/", views.team, name="team"),
    path("studio/films/<slug:slug>/team/invite/", views.invite, name="team-invite"),
    path("studio/films/<slug:slug>/seen/", views.seen, name="seen-by-staff"),
    path(
        "studio/films/<slug:slug>/team/withdraw/<str:public_id>/",
        views.withdraw,
        name="team-withdraw",
    ),
    path("studio/films/<slug:slug>/team/remove/<str:public_id>/", views.remove, name="team-remove"),
    path("invitations/", views.invitation, name="invitation-page"),
    path("invitations/accept/", views.accept, name="invitation-yes"),
    path("invitations/<str:token>/", views.link, name="invitation-link"),
]
