"""The words in which each app says what it holds of people, and for how long."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

Counts = dict[str, int]


@dataclass(frozen=True, kw_only=True)
class Held:
    """The rows of a model, and the rule by which they are kept.

    `due` gives the rows whose time is over; without it rows stay until somebody deletes or erases
    them, and `rule` says why they may. Rows that are due are deleted, or lose what `loses` says.
    `since` is the field that their age is told by.
    """

    model: type[Model]
    rule: str
    due: Callable[[datetime], QuerySet[Any]] | None = None
    loses: Mapping[str, Any] = field(default_factory=dict)
    since: str = ""

    @property
    def label(self) -> str:
        """Like catalog.Ticket."""
        return self.model._meta.label  # noqa: SLF001 - Django's documented model API

    def overdue(self, now: datetime) -> int:
        """How many rows should be gone, or poorer, by now."""
        return self.due(now).count() if self.due else 0

    def forget(self, now: datetime) -> int:
        """Do what the rule says; with how many rows."""
        if not self.due:
            return 0
        rows = self.due(now)
        if self.loses:
            return rows.update(**self.loses)
        by_model: Counts = rows.delete()[1]
        return by_model.get(self.label, 0)


def kept(rule: str, *models: type[Model]) -> tuple[Held, ...]:
    """Models whose rows stay, all for one reason."""
    return tuple(Held(model=model, rule=rule) for model in models)


def forget_all(held: Sequence[Held], now: datetime) -> Counts:
    """Apply every rule in its order; the number of rows by model, where there were any."""
    counts: Counts = {}
    for each in held:
        if each.due:
            counts[each.label] = counts.get(each.label, 0) + each.forget(now)
    return {label: number for label, number in counts.items() if number}
