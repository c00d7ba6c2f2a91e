"""Under /api/v1/."""

from django.urls import path

from catalog import ticket_urls, views
from catalog.views import teams, withdrawals

urlpatterns = [
    *ticket_urls.urlpatterns,
    path("editions/", views.EditionList.as_view(), name="editions"),
    path("editions/<slug:slug>/", views.EditionDetail.as_view(), name="edition"),
    path("explain/", views.Explain.as_view(), name="explain"),
    path("films/<slug:slug>/rights/", views.FilmRights.as_view(), name="film-rights"),
    path("films/<slug:slug>/team/", teams.Team.as_view(), name="film-team"),
    path(
        "films/<slug:slug>/team/<str:public_id>/",
        teams.TeamMember.as_view(),
        name="film-team-member",
    ),
    path("films/<slug:slug>/invitations/", teams.Invitations.as_view(), name="film-invitations"),
    path(
        "films/<slug:slug>/invitations/<str:public_id>/",
        teams.Invitation.as_view(),
        name="film-invitation",
    ),
    path(
        "films/<slug:slug>/withdrawal/",
        withdrawals.FilmWithdrawal.as_view(),
        name="film-withdrawal",
    ),
    path("films/<slug:slug>/code-word/", withdrawals.FilmCodeWord.as_view(), name="film-code-word"),
    path(
        "editions/<slug:slug>/withdrawal/",
        withdrawals.EditionWithdrawal.as_view(),
        name="edition-withdrawal",
    ),
    path("invitations/<str:token>/", teams.OfferedInvitation.as_view(), name="invitation"),
    path(
        "invitations/<str:token>/accept/",
        teams.AcceptInvitation.as_view(),
        name="invitation-accept",
    ),
    path("editions/<slug:slug>/state/", views.EditionMove.as_view(), name="edition-state"),
    path(
        "editions/<slug:edition>/programmes/",
        views.ProgrammeList.as_view(),
        name="programmes",
    ),
    path(
        "editions/<slug:edition>/programmes/<slug:slug>/",
        views.ProgrammeDetail.as_view(),
        name="edition-programme",
    ),
    path("films/", views.FilmList.as_view(), name="films"),
    path("editions/<slug:slug>/export/", views.ExportView.as_view(), name="edition-export"),
    path("editions/<slug:slug>/import/", views.ImportView.as_view(), name="edition-import"),
    path("films/<slug:slug>/", views.FilmDetail.as_view(), name="film"),
    path("films/<slug:slug>/versions/", views.FilmVersions.as_view(), name="film-versions"),
    path("films/<slug:slug>/stills/", views.FilmStills.as_view(), name="film-stills"),
    path("stills/<str:public_id>/", views.StillDetail.as_view(), name="still"),
    path("people/", views.PersonList.as_view(), name="people"),
    path("people/<slug:slug>/", views.PersonDetail.as_view(), name="person"),
    path("periods/", views.PeriodList.as_view(), name="periods"),
    path("periods/<slug:slug>/", views.PeriodDetail.as_view(), name="period"),
    path("essays/", views.EssayList.as_view(), name="essays"),
    path("essays/<slug:slug>/", views.EssayDetail.as_view(), name="essay"),
    path("terms/", views.TermList.as_view(), name="terms"),
    path("terms/<str:kind>/<slug:slug>/", views.TermDetail.as_view(), name="term"),
    path("screenings/", views.ScreeningList.as_view(), name="screenings"),
    path("screenings/<str:public_id>/", views.ScreeningDetail.as_view(), name="screening"),
    path(
        "screenings/<str:public_id>/offers/",
        views.ScreeningOffers.as_view(),
        name="screening-offers",
    ),
    path(
        "screenings/<str:public_id>/rights/",
        views.ScreeningRights.as_view(),
        name="screening-rights",
    ),
    path("offers/<str:public_id>/", views.OfferDetail.as_view(), name="offer"),
    path("search/", views.SearchView.as_view(), name="search"),
    path("offers/<str:public_id>/tickets/", views.TakeTicket.as_view(), name="offer-tickets"),
    path("versions/<str:public_id>/", views.VersionDetail.as_view(), name="version"),
    path("versions/<str:public_id>/uploads/", views.BeginUpload.as_view(), name="version-uploads"),
    path(
        "versions/<str:public_id>/subtitles/",
        views.AddSubtitle.as_view(),
        name="version-subtitles",
    ),
    path("versions/<str:public_id>/publish/", views.Publish.as_view(), name="version-publish"),
]
