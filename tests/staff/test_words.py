"""The site speaks Chinese: sections, models, fields and their hints."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Field, Model
from django.urls import reverse
from django.utils import translation

from tests.staff.desk import desk_of
from vod.staff import hints as hints_of
from vod.staff import words
from vod.staff.navigation import SECTIONS

# Of Django's own user, and in no form of ours.
NOT_OURS = {"ID", "groups", "last login", "password", "superuser status", "user permissions"}


def models() -> Iterator[type[Model]]:
    for model, shown in admin.site._registry.items():
        yield model
        yield from (inline.model for inline in shown.inlines)


def fields() -> Iterator["Field[Any, Any]"]:
    for model in models():
        for field in model._meta.get_fields():
            if isinstance(field, Field) and str(field.verbose_name) not in NOT_OURS:
                yield field


def test_every_field_has_words_in_the_catalogue() -> None:
    with translation.override("en"):
        assert {str(field.verbose_name) for field in fields()} - set(words.FIELDS) == set()
        hints = {str(field.help_text) for field in fields() if field.help_text}
        assert hints - set(hints_of.HINTS) == set()


def test_no_words_are_left_of_fields_that_are_gone() -> None:
    with translation.override("en"):
        known = {str(field.verbose_name) for field in fields()} | {"groups"}
        assert set(words.FIELDS) - known == set()
        assert set(hints_of.HINTS) - {str(field.help_text) for field in fields()} == set()


def test_models_and_sections_are_called_in_chinese() -> None:
    with translation.override("zh-hans"):
        names = [shown.opts.verbose_name_plural for shown in admin.site._registry.values()]
        titles = [title for title, _ in SECTIONS]
        entries = [title for _, entries in SECTIONS for title, *_ in entries]
        assert [str(name) for name in (*names, *titles, *entries) if str(name).isascii()] == []


@pytest.mark.django_db
def test_a_form_asks_in_the_readers_language() -> None:
    client, _ = desk_of("programmer")
    url = reverse("admin:catalog_offer_add")
    chinese = client.get(url, headers={"accept-language": "zh-hans"}).content.decode()
    assert "关闭时间（当地）" in chinese
    assert "开始后须在此时间内看完" in chinese
    english = client.get(url, headers={"accept-language": "en"}).content.decode()
    assert "Closes local" in english
