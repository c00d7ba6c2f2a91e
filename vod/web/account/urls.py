"""Under /account/."""

from django.urls import path

from vod.web.account import views

urlpatterns = [
    path("", views.profile, name="account-profile"),
    path("log-ins/", views.logins, name="account-logins"),
    path("log-ins/end-others/", views.end_other_logins, name="account-end-others"),
    path("log-ins/<str:digest>/end/", views.end_login, name="account-end-login"),
    path("second-factor/", views.second_factor, name="account-second-factor"),
]
