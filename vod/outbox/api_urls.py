"""Under /api/v1/."""

from django.urls import path

from vod.outbox import views

urlpatterns = [
    path("messages/", views.Inbox.as_view(), name="messages"),
    path("messages/<str:public_id>/read/", views.ReadMessage.as_view(), name="message-read"),
    path("mail-choice/", views.MailChoice.as_view(), name="mail-choice"),
]
