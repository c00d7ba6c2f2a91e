"""Under /api/v1/account/."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("", views.AccountDetail.as_view(), name="account"),
    path("sessions/", views.Logins.as_view(), name="account-sessions"),
    path("sessions/<str:digest>/", views.LoginDetail.as_view(), name="account-session"),
]
