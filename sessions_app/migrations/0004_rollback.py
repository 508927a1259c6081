from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sessions_app', '0003_housekeeping'),
    ]

    operations = [
        migrations.CreateModel(
            name='SessionBackend',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('backend', models.CharField(choices=[('database', 'Database'), ('legacy', 'Legacy'), ('moving', 'Moving')], default='database', max_length=8)),
                ('since', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='remotethread',
            name='last_item_id',
            field=models.CharField(blank=True, db_default='', help_text="In legacy mode, which has no row for it: as in the session's.", max_length=128),
        ),
        migrations.AlterField(
            model_name='remotethread',
            name='state',
            field=models.CharField(choices=[('planned', 'Planned'), ('live', 'Live'), ('doomed', 'Doomed'), ('deleted', 'Deleted'), ('unknown', 'Unknown'), ('pinned', 'in use in legacy mode')], default='planned', max_length=8),
        ),
    ]
