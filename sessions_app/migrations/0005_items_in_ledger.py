from django.db import migrations, models

# `NOT (thread_id = '')` is the condition of the ledger's index on `thread_id`.
TO_LEDGER = """
    UPDATE sessions_app_remotethread SET last_item_id = s.last_item_id
    FROM sessions_app_conversationsession s
    WHERE sessions_app_remotethread.thread_id = s.thread_id
    AND NOT (sessions_app_remotethread.thread_id = '') AND s.last_item_id <> ''
"""
TO_SESSIONS = """
    UPDATE sessions_app_conversationsession SET last_item_id = t.last_item_id
    FROM sessions_app_remotethread t
    WHERE t.thread_id = sessions_app_conversationsession.thread_id
    AND NOT (t.thread_id = '') AND t.last_item_id <> ''
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sessions_app", "0004_rollback"),
    ]

    operations = [
        migrations.RunSQL(TO_LEDGER, TO_SESSIONS),
        migrations.RemoveField(model_name="conversationsession", name="last_item_id"),
        migrations.AlterField(
            model_name="remotethread",
            name="last_item_id",
            field=models.CharField(
                blank=True,
                db_default="",
                help_text="Newest item of the thread that a committed turn knows of.",
                max_length=128,
            ),
        ),
    ]
