"""Taking a film back."""

from django.urls import path

from vod.web.withdrawal import views

urlpatterns = [
    path("studio/films/<slug:slug>/withdrawal/", views.withdrawal, name="withdrawal"),
    path("studio/films/<slug:slug>/withdrawal/set/", views.withdraw, name="withdrawal-set"),
    path("studio/films/<slug:slug>/withdrawal/lift/", views.lift, name="withdrawal-lift"),
    path("studio/films/<slug:slug>/withdrawal/word/", views.word, name="withdrawal-word"),
    path("word/", views.code_word, name="code-word"),
]
