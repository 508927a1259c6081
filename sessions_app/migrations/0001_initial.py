import django.db.models.functions.datetime
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='HousekeepingJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True)),
                ('last_started_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Conversation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phone', models.CharField(max_length=140)),
                ('lease_token', models.UUIDField(help_text='Fencing token of the running turn.', null=True)),
                ('lease_expires_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveIntegerField(default=0, help_text='Claims since the last turn that came to an end.')),
                ('retry_at', models.DateTimeField(help_text='No turn is claimed before this moment.', null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('lease_token__isnull', False)), fields=['lease_token'], name='conversation_leased')],
                'constraints': [models.UniqueConstraint(fields=('phone',), name='conversation_phone_unique')],
            },
        ),
        migrations.CreateModel(
            name='ConversationSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phone', models.CharField(max_length=140)),
                ('thread_id', models.CharField(max_length=128)),
                ('last_item_id', models.CharField(blank=True, db_default='', help_text='Newest item of the thread that a committed turn knows of.', max_length=128)),
                ('created_at', models.DateTimeField()),
                ('last_accessed', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['last_accessed'], name='session_last_accessed')],
                'constraints': [models.UniqueConstraint(fields=('phone',), name='session_phone_unique')],
            },
        ),
        migrations.CreateModel(
            name='InboundMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message_sid', models.CharField(max_length=64)),
                ('phone', models.CharField(max_length=140)),
                ('body', models.TextField(blank=True)),
                ('media', models.JSONField(blank=True, default=list)),
                ('kind', models.CharField(choices=[('text', 'Text'), ('media', 'without text'), ('reset', 'reset command'), ('help', '/help command'), ('status', '/status command')], max_length=8)),
                ('received_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('received', 'Received'), ('held', 'Held'), ('answered', 'Answered'), ('failed', 'Failed'), ('ignored', 'Ignored')], db_default='received', max_length=8)),
                ('turn', models.UUIDField(help_text='The first turn that took this message.', null=True)),
                ('error', models.CharField(blank=True, db_default='', max_length=200)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'received')), fields=['id'], name='inbound_unanswered'), models.Index(fields=['phone', 'id'], name='inbound_phone')],
                'constraints': [models.UniqueConstraint(fields=('message_sid',), name='inbound_message_sid_unique')],
            },
        ),
        migrations.CreateModel(
            name='OutboundMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('phone', models.CharField(max_length=140)),
                ('body', models.TextField()),
                ('part', models.PositiveSmallIntegerField(default=1)),
                ('parts', models.PositiveSmallIntegerField(default=1)),
                ('author', models.CharField(choices=[('bot', 'Bot'), ('operator', 'Operator')], default='bot', max_length=8)),
                ('state', models.CharField(choices=[('queued', 'Queued'), ('sending', 'Sending'), ('accepted', 'Accepted'), ('sent', 'Sent'), ('delivered', 'Delivered'), ('read', 'Read'), ('failed', 'Failed'), ('undelivered', 'Undelivered'), ('uncertain', 'Uncertain'), ('cancelled', 'Cancelled')], default='queued', max_length=11)),
                ('sid', models.CharField(blank=True, max_length=64)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('error_code', models.CharField(blank=True, max_length=64)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('attempted_at', models.DateTimeField(help_text='When Twilio was last called.', null=True)),
                ('retry_at', models.DateTimeField(help_text='Not sent again before this moment.', null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ['queued', 'sending', 'accepted'])), fields=['phone', 'id', 'state', 'attempted_at'], name='outbound_unsettled'), models.Index(condition=models.Q(('state', 'queued')), fields=['id'], name='outbound_queued'), models.Index(fields=['phone', 'id'], name='outbound_phone')],
                'constraints': [models.UniqueConstraint(fields=('uuid',), name='outbound_uuid_unique')],
            },
        ),
        migrations.CreateModel(
            name='RemoteThread',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('thread_id', models.CharField(blank=True, max_length=128)),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('live', 'Live'), ('doomed', 'Doomed'), ('deleted', 'Deleted'), ('unknown', 'Unknown')], default='planned', max_length=8)),
                ('created_at', models.DateTimeField()),
                ('error', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'doomed')), fields=['id'], name='remote_thread_doomed')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('thread_id', ''), _negated=True), fields=('thread_id',), name='remote_thread_id_unique')],
            },
        ),
    ]
