from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sessions_app", "0013_vendor_accounts"),
    ]

    operations = [
        migrations.AddField(
            model_name="inboundmessage",
            name="address",
            field=models.CharField(
                blank=True,
                db_default="",
                help_text="Where it came from, if that is not the phone; see `UserAddress`.",
                max_length=140,
            ),
        ),
        migrations.AddField(
            model_name="inboundmessage",
            name="is_choice",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="A lone digit or a menu choice: it does not wait for more.",
            ),
        ),
        migrations.AddField(
            model_name="outboundmessage",
            name="address",
            field=models.CharField(
                blank=True,
                db_default="",
                help_text="Where it goes, if that is not the phone; see `UserAddress`.",
                max_length=140,
            ),
        ),
        migrations.CreateModel(
            name="UserAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=140)),
                ("phone", models.CharField(max_length=140)),
            ],
            options={
                "indexes": [models.Index(fields=["phone"], name="user_address_phone")],
                "constraints": [models.UniqueConstraint(fields=("address",), name="user_address_unique")],
            },
        ),
    ]
