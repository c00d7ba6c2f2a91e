"""Which browser somebody has, as coarsely as the desk can do with, and which Chinese. Pure."""

import re

from catalog.messages import language_of

# The first that fits: Edge calls itself Chrome, and Chrome calls itself Safari.
FAMILIES = (
    ("edge", re.compile(r"\bEdg(e|A|iOS)?/")),
    ("firefox", re.compile(r"\b(Firefox|FxiOS)/")),
    ("chrome", re.compile(r"\b(Chrome|Chromium|CriOS|HeadlessChrome)/")),
    ("safari", re.compile(r"\bVersion/[\d.]+.*\bSafari/")),
)
POCKET = re.compile(r"\b(Mobile|Android|iPhone|iPad)\b")
BROWSERS = ("edge", "firefox", "chrome", "safari", "other")
DEVICES = ("computer", "phone")


def browser_of(agent: str) -> dict[str, str]:
    """Family and kind of device. Nothing else of the agent's words is looked at."""
    family = next((name for name, sign in FAMILIES if sign.search(agent)), "other")
    return {"browser": family, "device": "phone" if POCKET.search(agent) else "computer"}


def reading_language(page: str | None, *, accepted: str) -> str:
    """Our language that a reader is answered in.

    `page` is the language of the page she is on, which we have in one Chinese script; `accepted`
    is what her browser asks for, and tells which script that is.
    """
    ours = language_of(page)
    tags = [tag.split(";")[0].strip() for tag in accepted.split(",")]
    chinese = next((tag for tag in tags if tag.lower().startswith("zh")), "")
    return language_of(chinese) if chinese and ours.startswith("zh") else ours
