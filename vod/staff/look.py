"""How the staff's site looks: what the settings hand to django-unfold."""

from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

# The red of the exhibition, from light to dark.
RED = {
    "50": "#fdf3f1",
    "100": "#fae3df",
    "200": "#f4c4bc",
    "300": "#ea9c90",
    "400": "#dc6c5c",
    "500": "#c8432f",
    "600": "#ae3220",
    "700": "#8f281a",
    "800": "#6f2117",
    "900": "#541c15",
    "950": "#2f0d09",
}


def stylesheet(_request: object) -> str:
    """The address is known once static files are collected, so at each request."""
    return static("web/desk.css")


def icon(_request: object) -> str:
    """The same as for viewers."""
    return static("web/icon.svg")


def configuration() -> dict[str, Any]:
    """The value of `UNFOLD`."""
    return {
        "SITE_TITLE": _("Exhibition desk"),
        "SITE_HEADER": _("Exhibition desk"),
        "SITE_SUBHEADER": _("Chinese Independent Film Exhibition"),
        "SITE_SYMBOL": "movie",
        "SHOW_HISTORY": False,  # Django's own log is never written; see vod.staff.base
        "SHOW_VIEW_ON_SITE": False,
        "SHOW_LANGUAGES": True,
        "SHOW_BACK_BUTTON": True,
        "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": icon}],
        "STYLES": [stylesheet],
        "COLORS": {"primary": RED},
        "COMMAND": {"search_models": False, "show_history": False},
        "SIDEBAR": {"navigation": "vod.staff.navigation.sections"},
        "ACCOUNT": {"navigation": "vod.staff.navigation.personal"},
    }
