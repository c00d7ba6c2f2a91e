"""How a ticket shop proves itself: `Authorization: Bearer <key>`, over TLS."""

from django.contrib.auth.models import AnonymousUser
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from catalog.models import Shop
from catalog.services import shop_of

SCHEME = "Bearer"


class ShopKeyAuthentication(BaseAuthentication):
    """The shop is `request.auth`; it is nobody's account."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, Shop] | None:
        """Find the shop of the key."""
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme != SCHEME:
            return None
        shop = shop_of(key=key.strip())
        if shop is None:
            raise AuthenticationFailed("This key is not valid.", code="key_unknown")
        return AnonymousUser(), shop

    def authenticate_header(self, request: Request) -> str:
        """401, not 403, without a key."""
        return SCHEME


class ShopKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """For the OpenAPI description."""

    target_class = "catalog.shop_keys.ShopKeyAuthentication"
    name = "shopKey"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        """A bearer token."""
        return {"type": "http", "scheme": "bearer"}
