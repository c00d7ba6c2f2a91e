"""Places in canned answers, like {opens}: which there are, and what is put there. Pure."""

import re
from collections.abc import Mapping

PLACES = frozenset({"opens", "closes", "until"})
BRACED = re.compile(r"\{([^{}]*)\}")


def unknown_places(text: str) -> list[str]:
    """What stands in braces and is no place of ours; a lone brace is one, too."""
    strange = [name for name in BRACED.findall(text) if name not in PLACES]
    lone = set(BRACED.sub("", text)) & {"{", "}"}
    return sorted({*strange, *lone})


def empty_places(text: str, values: Mapping[str, str]) -> list[str]:
    """The places that `values` has nothing for."""
    return sorted({name for name in BRACED.findall(text) if not values.get(name)})


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled in, each once: what is put in is not looked at again."""
    return BRACED.sub(lambda found: values.get(found[1], found[0]), text)
