"""Language tags in one form (BCP 47), whoever wrote them: a filmmaker, or a container."""

import langcodes
from langcodes.tag_parser import LanguageTagError

UNKNOWN = "und"
LETTERS = (2, 3)  # of ISO 639
LONGEST = 35  # RFC 5646 §4.4.1
# Readers choose a script, not a territory.
SCRIPTS = {"CN": "Hans", "SG": "Hans", "MY": "Hans", "TW": "Hant", "HK": "Hant", "MO": "Hant"}


def canonical(tag: str) -> str | None:
    """`zh-CN` is `zh-Hans`, `chi` is `zh`, `EN-us` is `en-US`; none of what is no language."""
    try:
        known = langcodes.tag_is_valid(tag)
        language = langcodes.Language.get(tag) if known else None
    except LanguageTagError:
        language = None
    letters = len(language.language or "") if language else 0
    if language is None or letters not in LETTERS or language.private or language.extensions:
        return None
    if language.language == "zh" and (language.script or language.territory):
        return f"zh-{language.script or SCRIPTS.get(language.territory or '', 'Hans')}"
    made = str(language.to_tag())
    return made if len(made) <= LONGEST else None


def canonical_or_unknown(tag: str) -> str:
    """The same of what a container says, which may be anything."""
    return canonical(tag) or UNKNOWN
