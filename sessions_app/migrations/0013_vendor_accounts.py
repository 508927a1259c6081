from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0012_open_questions")]

    operations = [
        migrations.CreateModel(
            "VendorAccount",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "vendor",
                    models.CharField(
                        choices=[("openai", "OpenAI"), ("twilio", "Twilio")], max_length=6, unique=True
                    ),
                ),
                ("code", models.CharField(max_length=64, help_text="Why, in the vendor's word.")),
                ("refused_since", models.DateTimeField()),
                (
                    "next_trial_at",
                    models.DateTimeField(
                        help_text="No call before this moment; then one tries the account."
                    ),
                ),
            ],
        ),
        migrations.AddField(
            "conversation",
            "waits_for",
            models.CharField(
                blank=True,
                db_default="",
                max_length=6,
                help_text="The vendor that refuses our account meanwhile.",
            ),
        ),
        migrations.AddIndex(
            "conversation",
            models.Index(
                fields=["active_at"], name="conversation_waiting", condition=models.Q(waits_for="openai")
            ),
        ),
    ]
