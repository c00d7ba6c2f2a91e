"""Under /api/v1/."""

from django.urls import path

from transcoding import views

urlpatterns = [
    path("masters/<str:public_id>/", views.MasterDetail.as_view(), name="master"),
    path("masters/<str:public_id>/parts/", views.Parts.as_view(), name="master-parts"),
    path(
        "masters/<str:public_id>/parts/<int:number>/",
        views.PartDetail.as_view(),
        name="master-part",
    ),
    path("masters/<str:public_id>/complete/", views.Complete.as_view(), name="master-complete"),
    path("masters/<str:public_id>/cancel/", views.Cancel.as_view(), name="master-cancel"),
    path("masters/<str:public_id>/report/", views.ReportDetail.as_view(), name="master-report"),
    path("masters/<str:public_id>/waive/", views.Waive.as_view(), name="master-waive"),
    path("masters/<str:public_id>/retry/", views.Retry.as_view(), name="master-retry"),
]
