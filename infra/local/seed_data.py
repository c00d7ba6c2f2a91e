"""What the demonstration is made of, without any framework."""

import json
from pathlib import Path
from typing import Any

PROGRAMME: dict[str, Any] = json.loads(
    Path(__file__).with_name("programme.json").read_text(encoding="utf-8")
)
ACCOUNTS = {
    "viewer": "viewer@example.org",
    "filmmaker": "filmmaker@example.org",
    "admin": "admin@example.org",
}
