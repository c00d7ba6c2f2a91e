"""Language tags in one form (BCP 47), so that a corrected subtitle meets the one it replaces."""

import langcodes
from langcodes.tag_parser import LanguageTagError

from transcoding.texts.refusals import Fault, TextRefused

UNKNOWN = "und"
LETTERS = (2, 3)  # of ISO 639
# Readers choose a script, not a territory.
SCRIPTS = {"CN": "Hans", "SG": "Hans", "MY": "Hans", "TW": "Hant", "HK": "Hant", "MO": "Hant"}


def canonical(tag: str) -> str:
    """`zh-CN` is `zh-Hans`, `chi` is `zh`, `EN-us` is `en-US`; raises `TextRefused`."""
    try:
        known = langcodes.tag_is_valid(tag)
        language = langcodes.Language.get(tag) if known else None
    except LanguageTagError:
        language = None
    letters = len(language.language or "") if language else 0
    if language is None or letters not in LETTERS or language.private or language.extensions:
        raise TextRefused(Fault.LANGUAGE)
    if language.language == "zh" and (language.script or language.territory):
        return f"zh-{language.script or SCRIPTS.get(language.territory or '', 'Hans')}"
    return str(language.to_tag())


def canonical_or_unknown(tag: str) -> str:
    """The same of what a container says, which may be anything."""
    try:
        return canonical(tag)
    except TextRefused:
        return UNKNOWN
