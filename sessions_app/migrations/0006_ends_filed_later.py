from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sessions_app', '0005_items_in_ledger'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='endedsession',
            name='ended_session_phone',
        ),
        migrations.AddField(
            model_name='endedsession',
            name='filed',
            field=models.BooleanField(db_default=False, help_text='It can be found by its phone; see `ended_sessions`.'),
        ),
        migrations.AddIndex(
            model_name='endedsession',
            index=models.Index(condition=models.Q(('filed', True)), fields=['phone', 'ended_at'], name='ended_session_phone'),
        ),
        migrations.AddIndex(
            model_name='endedsession',
            index=models.Index(condition=models.Q(('filed', False)), fields=['ended_at'], name='ended_session_unfiled'),
        ),
    ]
