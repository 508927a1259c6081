"""Records that are kept for a week after they are done with, to be looked at, and then go."""

from datetime import timedelta

from django.db.models import Model, QuerySet
from django.utils import timezone
from django_q.models import Task

from sessions_app.db.batches import repeat_until_empty
from sessions_app.models import RemoteThread

KEPT = timedelta(days=7)
BATCH_SIZE = 1000


def prune_deleted_threads() -> int:
    """Forget threads that OpenAI confirmed as deleted a week ago; return how many."""
    until = timezone.now() - KEPT
    deleted = RemoteThread.objects.filter(state=RemoteThread.State.DELETED, deleted_at__lt=until)
    return _delete(deleted.order_by("deleted_at"))


def prune_task_results() -> int:
    """Forget what django-q wrote of its tasks a week ago, failures too; return how many."""
    return _delete(Task.objects.filter(stopped__lt=timezone.now() - KEPT).order_by("stopped"))


def _delete(rows: QuerySet[Model]) -> int:
    """Delete `rows` in batches, each of them a statement of its own that locks little for a moment."""

    def take() -> int:
        pks = list(rows.values_list("pk", flat=True)[:BATCH_SIZE])
        deleted, _ = rows.model._default_manager.filter(pk__in=pks).delete()
        return deleted

    return repeat_until_empty(take, batch_size=BATCH_SIZE)
