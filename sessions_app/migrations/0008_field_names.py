"""Fields and choices in the field's own words. The columns keep their names: the database stays as it is."""

from django.db import migrations, models

REASONS = [("created", "Created"), ("expired", "Expired"), ("killed", "Killed"), ("reset", "Reset")]
STATES = [
    ("planned", "being created"),
    ("live", "in use"),
    ("doomed", "pending deletion"),
    ("deleted", "deleted"),
    ("unknown", "unknown"),
    ("pinned", "in use in legacy mode"),
]


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0007_console")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveIndex("endedsession", "ended_session_phone"),
                migrations.RemoveIndex("endedsession", "ended_session_unfiled"),
                migrations.RenameField("conversation", "untold_since", "recap_from"),
                migrations.RenameField("endedsession", "heard_until", "replies_until"),
                migrations.RenameField("endedsession", "filed", "indexed"),
                migrations.AlterField(
                    "conversation",
                    "recap_from",
                    models.DateTimeField(
                        db_column="untold_since",
                        help_text="What was said to and by operators since then is not in the thread yet.",
                        null=True,
                    ),
                ),
                migrations.AlterField(
                    "endedsession",
                    "indexed",
                    models.BooleanField(
                        db_column="filed",
                        db_default=False,
                        help_text="It can be found by its phone; see `sessions.ended`.",
                    ),
                ),
                migrations.AlterField(
                    "endedsession",
                    "replies_until",
                    models.DateTimeField(
                        db_column="heard_until",
                        help_text="The replies that we wrote before belong to it too.",
                    ),
                ),
                migrations.AlterField(
                    "remotethread",
                    "state",
                    models.CharField(choices=STATES, default="planned", max_length=8),
                ),
                migrations.AlterField("sessionchange", "reason", models.CharField(choices=REASONS, max_length=8)),
                migrations.AlterField(
                    "sessiontotal", "reason", models.CharField(choices=REASONS, max_length=8, unique=True)
                ),
                migrations.AddIndex(
                    "endedsession",
                    models.Index(
                        fields=["phone", "ended_at"],
                        name="ended_session_phone",
                        condition=models.Q(indexed=True),
                    ),
                ),
                migrations.AddIndex(
                    "endedsession",
                    models.Index(
                        fields=["ended_at"],
                        name="ended_session_unfiled",
                        condition=models.Q(indexed=False),
                    ),
                ),
            ]
        )
    ]
