from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assistant", "0001_initial")]

    operations = [
        migrations.AddField(
            "pressrelease",
            "pending_thread",
            models.CharField(
                blank=True,
                db_default="",
                help_text="The thread in which it was asked.",
                max_length=128,
            ),
        ),
    ]
