"""Which ISO 3166 codes there are. A code that nobody comes from would allow or deny nobody."""

from typing import Any

import pycountry

# Parts of a country that have a country's code of their own, which is what place databases give.
OWN_CODES = {
    "CN-HK": "HK",
    "CN-MO": "MO",
    "CN-TW": "TW",
    "FI-01": "AX",
    "FR-971": "GP",
    "FR-972": "MQ",
    "FR-973": "GF",
    "FR-974": "RE",
    "FR-976": "YT",
    "FR-BL": "BL",
    "FR-MF": "MF",
    "FR-NC": "NC",
    "FR-PF": "PF",
    "FR-PM": "PM",
    "FR-TF": "TF",
    "FR-WF": "WF",
    "NL-AW": "AW",
    "NL-BQ1": "BQ",
    "NL-BQ2": "BQ",
    "NL-BQ3": "BQ",
    "NL-CW": "CW",
    "NL-SX": "SX",
    "NO-21": "SJ",
    "NO-22": "SJ",
    "US-AS": "AS",
    "US-GU": "GU",
    "US-MP": "MP",
    "US-PR": "PR",
    "US-UM": "UM",
    "US-VI": "VI",
}


def exists(code: str) -> bool:
    """Tell whether ISO 3166-1 or 3166-2 has the code."""
    if "-" in code:
        found: Any = pycountry.subdivisions.get(code=code)  # type: ignore[no-untyped-call]
        return found is not None and found.code == code
    country = pycountry.countries.get(alpha_2=code)
    return country is not None and country.alpha_2 == code


def own_code(code: str) -> str | None:
    """The country code by which place databases know a part of a country, if it has one."""
    return OWN_CODES.get(code)
