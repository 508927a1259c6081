from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='PressRelease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phone', models.CharField(help_text='Address of the user, without the whatsapp: prefix.', max_length=140)),
                ('fields', models.JSONField(default=dict, help_text='Field name -> text; press_release.FIELDS names them.')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('finished', 'Finished'), ('discarded', 'Discarded')], default='draft', max_length=16)),
                ('text', models.TextField(blank=True, help_text='The finished document.')),
                ('pending_question', models.CharField(blank=True, help_text='The field that the scripted interview asked for last.', max_length=32)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['phone'], name='release_phone')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'draft')), fields=('phone',), name='one_draft_per_phone')],
            },
        ),
    ]
