from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sessions_app', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SessionChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('created', 'Created'), ('expired', 'Expired'), ('killed', 'Killed'), ('reset', 'Reset'), ('replaced', 'Replaced')], max_length=8)),
                ('amount', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='SessionTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('created', 'Created'), ('expired', 'Expired'), ('killed', 'Killed'), ('reset', 'Reset'), ('replaced', 'Replaced')], max_length=8, unique=True)),
                ('amount', models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name='housekeepingjob',
            name='last_done',
            field=models.PositiveBigIntegerField(default=0, help_text='What the last run did, in rows.'),
        ),
        migrations.AddField(
            model_name='housekeepingjob',
            name='last_finished_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='remotethread',
            name='attempts',
            field=models.PositiveIntegerField(default=0, help_text='Tries to delete it at OpenAI.'),
        ),
        migrations.AddField(
            model_name='remotethread',
            name='next_try_at',
            field=models.DateTimeField(help_text='Not tried again before this moment.', null=True),
        ),
        migrations.CreateModel(
            name='EndedSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phone', models.CharField(max_length=140)),
                ('ended_at', models.DateTimeField(help_text='What was said before belongs to the ended session.')),
                ('heard_until', models.DateTimeField(help_text='What was heard before belongs to it too.')),
            ],
            options={
                'indexes': [models.Index(fields=['phone', 'ended_at'], name='ended_session_phone'), models.Index(fields=['ended_at'], name='ended_session_ended_at')],
            },
        ),
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('worker', 'Worker'), ('schedules', 'Schedules')], max_length=10)),
                ('host', models.CharField(max_length=255)),
                ('pid', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'host', 'pid'), name='heartbeat_process_unique')],
            },
        ),
    ]
