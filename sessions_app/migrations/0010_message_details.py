from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0009_events")]

    operations = [
        migrations.AddField(
            "inboundmessage",
            "details",
            models.JSONField(
                blank=True,
                db_default={},
                default=dict,
                help_text="What is quoted or tapped, and the profile's name.",
            ),
        ),
        migrations.AddField(
            "outboundmessage",
            "untold",
            models.BooleanField(
                db_default=False,
                default=False,
                help_text="The bot did not write it, and the thread does not know it yet.",
            ),
        ),
        migrations.AlterField(
            "conversation",
            "recap_from",
            models.DateTimeField(
                db_column="untold_since",
                help_text="What was said without the bot since then is not in the thread yet.",
                null=True,
            ),
        ),
    ]
