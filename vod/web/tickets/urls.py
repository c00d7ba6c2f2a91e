"""Ways to a ticket."""

from django.urls import path

from vod.web.helping import views as helping
from vod.web.institutions import views as institutions
from vod.web.tickets import views

urlpatterns = [
    path("redeem/", views.redeem, name="redeem"),
    path("join/", views.join, name="join"),
    path("return/", views.come_back, name="come-back"),
    path("tickets/", views.my_tickets, name="my-tickets"),
    path("tickets/return-code/", views.new_return_code, name="new-return-code"),
    path("tickets/take/<str:public_id>/", views.take, name="take"),
    path("tickets/<str:public_id>/give-back/", views.give_back, name="give-back"),
    path("watch/<str:public_id>/support-code/", helping.for_screening, name="support-code-page"),
    path("help/", helping.answers, name="help"),
    path("help/code/", helping.for_refusal, name="help-code"),
    path("accreditation/", institutions.accreditation, name="accreditation"),
    path("bookings/", institutions.bookings, name="bookings-page"),
    path("bookings/<str:public_id>/headcount/", institutions.headcount, name="headcount"),
    path("bookings/<str:public_id>/cancel/", institutions.cancel, name="cancel-booking"),
]
