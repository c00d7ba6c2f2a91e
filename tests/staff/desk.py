"""Somebody at the desk: she opens a form, changes a field, and saves it, as a browser would."""

from typing import Any

from django.db.models import Model
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.catalog.rows import make_user


def desk_of(*roles: str) -> tuple[Client, User]:
    """A browser at the desk, and who sits before it."""
    user = make_user(*roles)
    client = Client()
    client.force_login(user)
    return client, user


def page(model: type[Model], name: str, *args: Any) -> str:
    """The address of a page of a model."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def filled(response: Any) -> dict[str, str]:
    """What a browser would send from the form on a page, with nothing changed."""
    data: dict[str, str] = {}
    forms = [response.context["adminform"].form]
    for shown in response.context["inline_admin_formsets"]:
        forms += [shown.formset.management_form, *shown.formset.initial_forms]
    for form in forms:
        for bound in form:
            data |= _sent(bound)
    return data


def change(client: Client, row: Model, **changes: str) -> Any:
    """Open a row's form, change fields of it, and save."""
    url = page(type(row), "change", row.pk)
    return saved(client.post(url, filled(client.get(url)) | changes))


def add(client: Client, model: type[Model], **fields: str) -> Any:
    """Fill in an empty form, and save."""
    url = page(model, "add")
    return saved(client.post(url, filled(client.get(url)) | fields))


def saved(response: Any) -> Any:
    """Stop at what the form complains about."""
    if response.status_code != 302:
        form = response.context["adminform"].form
        inner = [f.formset.errors for f in response.context["inline_admin_formsets"]]
        raise AssertionError((form.errors, inner))
    return response


def _sent(bound: Any) -> dict[str, Any]:
    value, widget = bound.value(), bound.field.widget
    name = bound.html_name
    if hasattr(widget, "widgets"):
        parts = widget.decompress(value) if not isinstance(value, list) else value
        names = [f"{name}{suffix}" for suffix in widget.widgets_names]
        return {n: "" if p is None else str(p) for n, p in zip(names, parts, strict=True)}
    if value is None or value is False:
        return {}
    if value is True:
        return {name: "on"}
    prepared = bound.field.prepare_value(value)
    return {name: prepared if isinstance(prepared, list) else str(prepared)}
