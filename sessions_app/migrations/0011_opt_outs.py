from django.db import migrations, models

KINDS = [
    ("text", "Text"),
    ("media", "without text"),
    ("reset", "reset command"),
    ("help", "/help command"),
    ("status", "/status command"),
    ("reaction", "reaction"),
    ("event", "unsupported event"),
    ("stop", "opt-out"),
    ("cancel", "opt-out unless a session is live"),
    ("unstop", "opt-in if opted out"),
    ("opt_out", "opt-out at Twilio"),
    ("opt_in", "opt-in"),
    ("opt_help", "HELP for Twilio"),
]
HOW = [
    ("word", "a word like STOP"),
    ("twilio", "Twilio's Advanced Opt-Out"),
    ("21610", "Twilio's error 21610"),
]


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0010_message_details")]

    operations = [
        migrations.AlterField("inboundmessage", "kind", models.CharField(choices=KINDS, max_length=8)),
        migrations.CreateModel(
            "OptOut",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hash", models.CharField(max_length=64)),
                ("opted_out_at", models.DateTimeField()),
                ("how", models.CharField(choices=HOW, max_length=8)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("hash",), name="opt_out_hash_unique")],
            },
        ),
    ]
