"""Under /api/v1/: tickets and the ways to them."""

from django.urls import path

from catalog import views

urlpatterns = [
    path("offers/<str:public_id>/tickets/", views.TakeTicket.as_view(), name="offer-tickets"),
    path(
        "offers/<str:public_id>/availability/",
        views.OfferAvailability.as_view(),
        name="offer-availability",
    ),
    path("tickets/", views.MyTickets.as_view(), name="tickets"),
    path("tickets/<str:public_id>/", views.MyTicket.as_view(), name="ticket"),
    path("tickets/<str:public_id>/revoke/", views.RevokeTicket.as_view(), name="ticket-revoke"),
    path("tickets/<str:public_id>/extend/", views.ExtendTicket.as_view(), name="ticket-extend"),
    path("vouchers/redeem/", views.Redeem.as_view(), name="voucher-redeem"),
    path("vouchers/revoke/", views.RevokeVoucher.as_view(), name="voucher-revoke"),
    path("voucher-batches/", views.VoucherBatches.as_view(), name="voucher-batches"),
    path(
        "voucher-batches/<str:public_id>/",
        views.VoucherBatchDetail.as_view(),
        name="voucher-batch",
    ),
    path(
        "voucher-batches/<str:public_id>/codes/",
        views.VoucherBatchCsv.as_view(),
        name="voucher-batch-codes",
    ),
    path(
        "voucher-batches/<str:public_id>/revoke/",
        views.RevokeBatch.as_view(),
        name="voucher-batch-revoke",
    ),
    path("passes/", views.MyPasses.as_view(), name="passes"),
    path("passes/<str:public_id>/revoke/", views.RevokePass.as_view(), name="pass-revoke"),
    path("pass-kinds/", views.PassKinds.as_view(), name="pass-kinds"),
    path("pass-kinds/<str:public_id>/passes/", views.IssuePass.as_view(), name="pass-issue"),
    path("quotas/", views.Quotas.as_view(), name="quotas"),
    path("quotas/<str:public_id>/", views.QuotaDetail.as_view(), name="quota"),
    path("accreditations/", views.MyAccreditations.as_view(), name="accreditations"),
    path("accreditations/applications/", views.Applications.as_view(), name="applications"),
    path(
        "accreditations/<str:public_id>/decision/",
        views.DecideAccreditation.as_view(),
        name="accreditation-decision",
    ),
    path("organisations/", views.Organisations.as_view(), name="organisations"),
    path(
        "organisations/<str:public_id>/members/",
        views.OrganisationMembers.as_view(),
        name="organisation-members",
    ),
    path(
        "organisations/<str:public_id>/members/<str:user_id>/",
        views.OrganisationMemberDetail.as_view(),
        name="organisation-member",
    ),
    path(
        "organisations/<str:public_id>/bookings/",
        views.Book.as_view(),
        name="organisation-bookings",
    ),
    path("bookings/", views.Bookings.as_view(), name="bookings"),
    path("bookings/join/", views.Join.as_view(), name="booking-join"),
    path("bookings/<str:public_id>/", views.BookingDetail.as_view(), name="booking"),
    path("return/", views.Return.as_view(), name="return"),
    path("shop/tickets/", views.Sell.as_view(), name="shop-tickets"),
    path("shop/tickets/<str:external_ref>/", views.Sale.as_view(), name="shop-ticket"),
    path(
        "screenings/<str:public_id>/support-codes/",
        views.MakeSupportCode.as_view(),
        name="support-codes",
    ),
    path("support-codes/<str:code>/", views.ShowSupportCode.as_view(), name="support-code"),
    path(
        "support-codes/<str:code>/grant/",
        views.GrantBySupportCode.as_view(),
        name="support-code-grant",
    ),
    path(
        "support-codes/<str:code>/answers/",
        views.SupportAnswers.as_view(),
        name="support-code-answers",
    ),
]
