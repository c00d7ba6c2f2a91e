"""Words for codes: countries, languages, roles. A code we have no word for stands for itself."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from catalog.models import (
    AccreditationKind,
    AccreditationState,
    BookingMode,
    CreditRole,
    ItemKind,
    VersionKind,
)

ACCREDITATIONS: dict[str, Promise] = {
    AccreditationKind.PRESS: _("Press"),
    AccreditationKind.JURY: _("Jury"),
    AccreditationKind.INDUSTRY: _("Industry"),
}
ACCREDITATION_STATES: dict[str, Promise] = {
    AccreditationState.APPLIED: _("We are looking at it"),
    AccreditationState.APPROVED: _("Approved"),
    AccreditationState.DECLINED: _("Declined"),
}
BOOKINGS: dict[str, Promise] = {
    BookingMode.INDIVIDUAL: _("Each on a screen of their own, by a join code"),
    BookingMode.ROOM: _("One projection in a room"),
}
COUNTRIES: dict[str, Promise] = {
    "AR": _("Argentina"),
    "AT": _("Austria"),
    "AU": _("Australia"),
    "BE": _("Belgium"),
    "BR": _("Brazil"),
    "CA": _("Canada"),
    "CH": _("Switzerland"),
    "CN": _("China"),
    "CZ": _("Czechia"),
    "DE": _("Germany"),
    "DK": _("Denmark"),
    "ES": _("Spain"),
    "FI": _("Finland"),
    "FR": _("France"),
    "GB": _("United Kingdom"),
    "HK": _("Hong Kong"),
    "ID": _("Indonesia"),
    "IN": _("India"),
    "IT": _("Italy"),
    "JP": _("Japan"),
    "KR": _("South Korea"),
    "MM": _("Myanmar"),
    "MO": _("Macao"),
    "MY": _("Malaysia"),
    "NL": _("Netherlands"),
    "NO": _("Norway"),
    "NZ": _("New Zealand"),
    "PH": _("Philippines"),
    "PL": _("Poland"),
    "PT": _("Portugal"),
    "SE": _("Sweden"),
    "SG": _("Singapore"),
    "TH": _("Thailand"),
    "TW": _("Taiwan"),
    "US": _("United States"),
    "VN": _("Vietnam"),
}
LANGUAGES: dict[str, Promise] = {
    "bo": _("Tibetan"),
    "cmn": _("Mandarin"),
    "de": _("German"),
    "en": _("English"),
    "fr": _("French"),
    "hak": _("Hakka"),
    "ii": _("Yi"),
    "ja": _("Japanese"),
    "kk": _("Kazakh"),
    "ko": _("Korean"),
    "mn": _("Mongolian"),
    "nan": _("Minnan"),
    "ug": _("Uyghur"),
    "wuu": _("Wu Chinese"),
    "yue": _("Cantonese"),
    "zh": _("Chinese"),
    "zxx": _("No dialogue"),
}
ROLES: dict[str, Promise] = {
    CreditRole.DIRECTOR: _("Director"),
    CreditRole.WRITER: _("Writer"),
    CreditRole.PRODUCER: _("Producer"),
    CreditRole.CINEMATOGRAPHER: _("Cinematographer"),
    CreditRole.EDITOR: _("Editor"),
    CreditRole.SOUND: pgettext("film credit", "Sound"),
    CreditRole.COMPOSER: _("Composer"),
    CreditRole.CAST: pgettext("film credit", "Cast"),
    CreditRole.TRANSLATOR: _("Translator"),
}
VERSIONS: dict[str, Promise] = {
    VersionKind.FESTIVAL_CUT: _("Festival cut"),
    VersionKind.BLURRED: _("Version with blurred faces"),
    VersionKind.RESTORED: _("Restored version"),
    VersionKind.TRAILER: _("Trailer"),
}
ITEMS: dict[str, Promise] = {
    ItemKind.FILM: pgettext("item of a screening", "Film"),
    ItemKind.INTRODUCTION: _("Introduction"),
    ItemKind.CONVERSATION: _("Conversation"),
}


def countries(codes: Iterable[str]) -> str:
    """Names of countries (ISO 3166-1), as one line."""
    return joined(COUNTRIES.get(code, code) for code in codes)


def languages(tags: Iterable[str]) -> str:
    """Names of spoken languages (BCP 47), as one line; script and region are left out."""
    primary = dict.fromkeys(tag.split("-")[0] for tag in tags)
    return joined(LANGUAGES.get(code, code) for code in primary)


def joined(words: Iterable[Promise | str]) -> str:
    """Words as one line."""
    return str(pgettext("between the parts of a list", ", ")).join(str(word) for word in words)
