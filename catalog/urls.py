"""Under /api/v1/."""

from django.urls import path

from catalog import ticket_urls, views

urlpatterns = [
    *ticket_urls.urlpatterns,
    path("editions/", views.EditionList.as_view(), name="editions"),
    path("editions/<slug:slug>/", views.EditionDetail.as_view(), name="edition"),
    path("films/<slug:slug>/", views.FilmDetail.as_view(), name="film"),
    path("screenings/", views.ScreeningList.as_view(), name="screenings"),
    path("screenings/<str:public_id>/", views.ScreeningDetail.as_view(), name="screening"),
    path("versions/<str:public_id>/uploads/", views.BeginUpload.as_view(), name="version-uploads"),
    path(
        "versions/<str:public_id>/subtitles/",
        views.AddSubtitle.as_view(),
        name="version-subtitles",
    ),
    path("versions/<str:public_id>/publish/", views.Publish.as_view(), name="version-publish"),
]
