"""The inbox and its choices."""

from django.urls import path

from vod.web.inbox import views

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.read_all, name="inbox-read"),
    path("inbox/mail/", views.mail_choice, name="inbox-mail"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
