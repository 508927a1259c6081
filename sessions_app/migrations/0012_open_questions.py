from django.db import migrations
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce


def tie_to_threads(apps, schema_editor):
    """An open question of the scripted interview goes on in the thread of its live session."""
    thread = apps.get_model("sessions_app", "ConversationSession").objects.filter(phone=OuterRef("phone"))
    drafts = apps.get_model("assistant", "PressRelease").objects.filter(status="draft", pending_thread="")
    asked = drafts.exclude(pending_question="")
    asked.update(pending_thread=Coalesce(Subquery(thread.values("thread_id")), "pending_thread"))


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0011_opt_outs"), ("assistant", "0002_pending_thread")]

    operations = [migrations.RunPython(tie_to_threads, migrations.RunPython.noop, elidable=True)]
