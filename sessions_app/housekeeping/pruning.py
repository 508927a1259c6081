"""Rows whose table says in the registry by which of its times they are past theirs: they are deleted."""

from django.apps import apps
from django.db.models import Manager, Model

from sessions_app.data_registry import TABLES, Kept
from sessions_app.db.batches import repeat_until_empty

BATCH_SIZE = 1000


def prune() -> int:
    """Delete the rows that are past their time; return how many."""
    return sum(_prune(label, kept) for label, data in TABLES.items() for kept in data.kept if kept.pruned_by)


def _prune(label: str, kept: Kept) -> int:
    """Delete in batches, each of them a statement of its own that locks little for a moment."""
    table: Manager[Model] = apps.get_model(label)._default_manager
    old = table.filter(**kept.pruned_if, **{f"{kept.pruned_by}__lt": kept.cutoff()}).order_by(kept.pruned_by)

    def take() -> int:
        deleted, _ = table.filter(pk__in=list(old.values_list("pk", flat=True)[:BATCH_SIZE])).delete()
        return deleted

    return repeat_until_empty(take, batch_size=BATCH_SIZE)
