"""Under /_allauth/: what stands before django-allauth's own."""

from django.urls import path

from accounts.views import PasskeyLogin

urlpatterns = [
    path(f"{client}/v1/auth/webauthn/login", PasskeyLogin.as_api_view(client=client))
    for client in ("app", "browser")
]
