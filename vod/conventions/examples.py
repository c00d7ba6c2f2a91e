"""Examples in the API's description where nobody wrote one: made of the shapes, with our words.

A shape that has a story to tell has a written example beside its serializer; those stay.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

JSON: Final = "application/json"
VERBS: Final = frozenset({"get", "post", "put", "patch", "delete"})
# By the name of a property; what has no name here is made of its type.
WORDS: Final[dict[str, Any]] = {
    "code": "3ACD-EF4G-HJ67",
    "edition": "2026",
    "kind": "film",
    "language": "zh-Hans",
    "message": "The film opens on 20 November.",
    "name": "A river",
    "note": "Shown with a conversation.",
    "pseudonym": "河边人",
    "slug": "a-river",
    "statement": "I write for a weekly in Lyon.",
    "title": "A river",
    "year": 2026,
}
FORMATS: Final[dict[str, Any]] = {
    "date": "2026-11-20",
    "date-time": "2026-11-20T12:00:00Z",
    "uri": "https://cinema.example/",
    "binary": "",
}
OF_PATTERNS: Final = ("FR", "a-river", f"{'A' * 43}=", "zh-Hans")  # what our patterns want
IDENTIFIER: Final = "w9Zk3mTq7bXv1yLs5nRd0A"
DEEPEST: Final = 6


def give_examples(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Put an example at each body that is sent or answered in JSON and has none."""
    shapes = result["components"]["schemas"]
    for operations in result["paths"].values():
        for verb in VERBS & operations.keys():
            operation = operations[verb]
            for body in (operation.get("requestBody", {}), *operation["responses"].values()):
                content = body.get("content", {}).get(JSON)
                if content is not None and not ({"example", "examples"} & content.keys()):
                    content["example"] = example_of(content.get("schema", {}), shapes)
    return result


def example_of(schema: Mapping[str, Any], shapes: Mapping[str, Any], *, depth: int = 0) -> Any:
    """Something that the schema allows."""
    if "$ref" in schema:
        return example_of(shapes[schema["$ref"].rpartition("/")[2]], shapes, depth=depth)
    for given in ("example", "default", "const"):
        if given in schema:
            return schema[given]
    if "enum" in schema:
        return schema["enum"][0]
    for choice in ("allOf", "oneOf", "anyOf"):
        if choice in schema:
            return example_of(schema[choice][0], shapes, depth=depth)
    return _of_type(schema, shapes, depth=depth)


def _of_type(schema: Mapping[str, Any], shapes: Mapping[str, Any], *, depth: int) -> Any:
    kinds = schema.get("type", "object")
    kind = kinds if isinstance(kinds, str) else next(one for one in kinds if one != "null")
    if kind == "object":
        return _of_object(schema, shapes, depth=depth)
    if kind == "array":
        few = schema.get("minItems", 0)
        made = example_of(schema["items"], shapes, depth=depth + 1)
        return [made] if few or depth < DEEPEST else []
    if kind == "boolean":
        return True
    if kind in {"integer", "number"}:
        return schema.get("minimum", 1)
    return _of_text(schema)


def _of_object(schema: Mapping[str, Any], shapes: Mapping[str, Any], *, depth: int) -> Any:
    if depth > DEEPEST:
        return {}
    made = {
        name: _named(name, inner, shapes, depth=depth)
        for name, inner in schema.get("properties", {}).items()
    }
    more = schema.get("additionalProperties")
    if isinstance(more, Mapping) and more:
        made["en"] = example_of(more, shapes, depth=depth + 1)
    return made


def _named(name: str, schema: Mapping[str, Any], shapes: Mapping[str, Any], *, depth: int) -> Any:
    """By its name where the schema leaves it open."""
    open_text = schema.get("type") == "string" and not schema.keys() & {"enum", "format", "pattern"}
    most = schema.get("maxLength", 999)
    if open_text and name in WORDS and len(str(WORDS[name])) <= most:
        return str(WORDS[name])
    return example_of(schema, shapes, depth=depth + 1)


def _of_text(schema: Mapping[str, Any]) -> str:
    if "format" in schema:
        return str(FORMATS.get(schema["format"], IDENTIFIER))
    if "pattern" in schema:
        fitting = (text for text in OF_PATTERNS if re.search(schema["pattern"], text))
        return next(fitting, IDENTIFIER)
    return IDENTIFIER[: schema.get("maxLength", len(IDENTIFIER))]
