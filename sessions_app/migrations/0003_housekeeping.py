import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sessions_app', '0002_sessions'),
    ]

    operations = [
        migrations.AddField(
            model_name='conversation',
            name='active_at',
            field=models.DateTimeField(default=django.utils.timezone.now, help_text='When something last happened here.'),
        ),
        migrations.AddField(
            model_name='remotethread',
            name='adopted',
            # What is in the ledger already counts as adopted.
            field=models.BooleanField(db_default=True, help_text='A session has it, or had it.'),
        ),
        migrations.AlterField(
            model_name='remotethread',
            name='adopted',
            field=models.BooleanField(db_default=False, help_text='A session has it, or had it.'),
        ),
        migrations.AddField(
            model_name='remotethread',
            name='deleted_at',
            field=models.DateTimeField(help_text='When OpenAI confirmed that it is gone.', null=True),
        ),
        migrations.AlterField(
            model_name='outboundmessage',
            name='created_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddIndex(
            model_name='conversation',
            index=models.Index(fields=['active_at'], name='conversation_active_at'),
        ),
        migrations.AddIndex(
            model_name='inboundmessage',
            index=models.Index(condition=models.Q(('state', 'held')), fields=['id'], name='inbound_held'),
        ),
        migrations.AddIndex(
            model_name='outboundmessage',
            index=models.Index(condition=models.Q(('state__in', ['failed', 'uncertain'])), fields=['state'], name='outbound_troubled'),
        ),
        migrations.AddIndex(
            model_name='remotethread',
            index=models.Index(condition=models.Q(('state__in', ['planned', 'unknown'])), fields=['state', 'created_at'], name='remote_thread_unopened'),
        ),
        migrations.AddIndex(
            model_name='remotethread',
            index=models.Index(condition=models.Q(('adopted', False), ('state', 'live')), fields=['created_at'], name='remote_thread_unadopted'),
        ),
        migrations.AddIndex(
            model_name='remotethread',
            index=models.Index(condition=models.Q(('state', 'deleted')), fields=['deleted_at'], name='remote_thread_deleted'),
        ),
        migrations.RunSQL(
            "UPDATE sessions_app_remotethread SET deleted_at = CURRENT_TIMESTAMP WHERE state = 'deleted'",
            migrations.RunSQL.noop,
        ),
    ]
