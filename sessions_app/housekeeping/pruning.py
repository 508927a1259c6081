"""Rows whose table says in the registry by which of its times they are past theirs: they are deleted."""

from django.apps import apps
from django.db.models import Manager, Model

from sessions_app.data_registry import TABLES
from sessions_app.db.batches import repeat_until_empty

BATCH_SIZE = 1000
PRUNED = {label: kept for label, data in TABLES.items() for kept in data.kept if kept.pruned_by}
"""By the table's label; each is a job of its own, so that one that fails or takes long stops no other."""


def prune(label: str) -> int:
    """Delete the rows of a table that are past their time; return how many.

    In batches, each of them a statement of its own that locks little for a moment.
    """
    kept = PRUNED[label]
    table: Manager[Model] = apps.get_model(label)._base_manager  # the audit log's own refuses any deletion
    old = table.filter(**kept.pruned_if, **{f"{kept.pruned_by}__lt": kept.cutoff()}).order_by(kept.pruned_by)

    def take() -> int:
        deleted, _ = table.filter(pk__in=list(old.values_list("pk", flat=True)[:BATCH_SIZE])).delete()
        return deleted

    return repeat_until_empty(take, batch_size=BATCH_SIZE)
