"""Long texts: CommonMark as HTML that can't do anything. Pure.

Raw HTML comes out as the characters it is made of, pictures are not taken (a page loads nothing
from elsewhere), and a link goes to a page of the web or of ours. Headings start at the second
level, as the first is the page's own title.
"""

import re
from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

LINK = re.compile(r"^(https?://|mailto:|/(?!/)|#)", re.IGNORECASE)
PARAGRAPH = re.compile(r"\n[ \t]*\n")


def as_html(text: str) -> SafeString:
    """The text as HTML, to be put into a page as it is."""
    html: SafeString = mark_safe(_PARSER.render(text))  # noqa: S308 - no HTML of the text is in it
    return html


def first_paragraph(text: str) -> str:
    """What a list shows of a long text; headings are passed over."""
    paragraphs = (part.strip() for part in PARAGRAPH.split(text.strip()))
    return next((part for part in paragraphs if part and not part.startswith("#")), "")


class _Renderer(RendererHTML):
    """Links tell the other side nothing."""

    def link_open(self, tokens: Sequence[Token], index: int, options: Any, environment: Any) -> str:
        """Open a link."""
        if not str(tokens[index].attrs["href"]).startswith(("/", "#")):
            tokens[index].attrSet("rel", "noopener noreferrer")
        return self.renderToken(tokens, index, options, environment)

    def heading_open(
        self, tokens: Sequence[Token], index: int, options: Any, environment: Any
    ) -> str:
        """Open a heading, one level lower."""
        return f"<{_lower(tokens[index].tag)}>"

    def heading_close(
        self, tokens: Sequence[Token], index: int, options: Any, environment: Any
    ) -> str:
        """Close it."""
        return f"</{_lower(tokens[index].tag)}>\n"


def _lower(tag: str) -> str:
    return f"h{min(int(tag[1:]) + 1, 6)}"


def _parser() -> MarkdownIt:
    options = {"html": False, "breaks": True, "linkify": False, "typographer": False}
    parser = MarkdownIt("commonmark", options, renderer_cls=_Renderer).disable("image")
    parser.validateLink = lambda url: bool(LINK.match(url))  # type: ignore[method-assign]
    return parser


_PARSER = _parser()
