from django.db import migrations, models

KINDS = [
    ("text", "Text"),
    ("media", "without text"),
    ("reset", "reset command"),
    ("help", "/help command"),
    ("status", "/status command"),
    ("reaction", "reaction"),
    ("event", "unsupported event"),
]


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0008_field_names")]

    operations = [
        migrations.AlterField("inboundmessage", "kind", models.CharField(choices=KINDS, max_length=8)),
    ]
