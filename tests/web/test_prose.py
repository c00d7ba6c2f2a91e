"""Long texts become HTML that can't do anything."""

import pytest

from vod.web.prose import as_html, first_paragraph


def test_what_an_essay_needs() -> None:
    html = as_html("# 一\n\nOne *two* **three**.\nFour\n\n> said\n\n- a\n- b\n\n1. c\n\n---")
    for part in (
        "<h2>一</h2>",
        "<em>two</em>",
        "<strong>three</strong>",
        "<br />",
        "<blockquote>",
        "<ul>",
        "<ol>",
        "<hr />",
    ):
        assert part in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "<style>*{display:none}</style>",
        '<a href="https://example.org" onclick="x()">x</a>',
        "<!-- hidden -->",
        "&lt;script&gt;",
    ],
)
def test_html_is_shown_as_it_was_typed(text: str) -> None:
    html = as_html(text)
    assert "<p>" in html
    inner = html.replace("<p>", "").replace("</p>", "")
    assert "<" not in inner
    assert ">" not in inner


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org/",
        "ftp://example.org/",
    ],
)
def test_links_go_to_pages_only(target: str) -> None:
    assert "<a" not in as_html(f"[x](<{target}>)")
    assert "<a" not in as_html(f"[x][y]\n\n[y]: <{target}>")
    assert "<a" not in as_html(f"<{target}>")


def test_links_tell_the_other_side_nothing() -> None:
    assert 'rel="noopener noreferrer"' in as_html("[x](https://example.org/)")
    assert as_html("[x](/films/)") == '<p><a href="/films/">x</a></p>\n'


def test_attributes_can_not_be_broken_out_of() -> None:
    html = as_html('[x](https://example.org/"onmouseover="alert(1) "a\\" onclick=\\"b")')
    assert "onmouseover=" not in html.replace("&quot;", "").replace("%22onmouseover=%22", "")
    assert ' onclick="' not in html


def test_pictures_are_not_loaded_from_elsewhere() -> None:
    assert "<img" not in as_html("![x](https://example.org/pixel.png)")


def test_a_list_shows_the_first_paragraph() -> None:
    assert first_paragraph("# Title\n\nOne\nline.\n\nTwo.") == "One\nline."
    assert first_paragraph("") == ""
