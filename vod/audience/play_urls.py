"""Under /play/: where players report."""

from django.urls import path

from vod.audience import views

urlpatterns = [path("<str:token>/cmcd", views.cmcd, name="cmcd")]
