from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0009_events")]

    operations = [
        migrations.AddField(
            "inboundmessage", "details", models.JSONField(blank=True, db_default={}, default=dict)
        ),
        migrations.AddField(
            "outboundmessage",
            "untold",
            models.BooleanField(
                db_default=False, default=False, help_text="The bot did not write it, and the thread does not know it yet."
            ),
        ),
    ]
