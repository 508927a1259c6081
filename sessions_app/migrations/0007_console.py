import django.utils.timezone
from django.db import migrations, models

AUDIT = "sessions_app_auditentry"
REFUSAL = "The audit log is only ever added to."
KEEP_AUDIT_LOG = {
    "sqlite": [
        f"CREATE TRIGGER audit_log_no_{event} BEFORE {event} ON {AUDIT} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for event in ("update", "delete")
    ]
    + [
        # `INSERT OR REPLACE` fires no trigger on the deletion of what it replaces.
        f"""
        CREATE TRIGGER audit_log_no_replace BEFORE INSERT ON {AUDIT}
        WHEN EXISTS (SELECT 1 FROM {AUDIT} WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
        """
    ],
    "postgresql": [
        f"""
        CREATE FUNCTION audit_log_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
            IF TG_OP <> 'TRUNCATE' OR EXISTS (SELECT 1 FROM {AUDIT}) THEN
                RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NULL;
        END $$
        """,
        f"""
        CREATE TRIGGER audit_log_no_change BEFORE UPDATE OR DELETE ON {AUDIT}
        FOR EACH ROW EXECUTE FUNCTION audit_log_refuse()
        """,
        f"""
        CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON {AUDIT}
        FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuse()
        """,
    ],
}
LET_AUDIT_LOG_GO = {
    "sqlite": [f"DROP TRIGGER audit_log_no_{event}" for event in ("update", "delete", "replace")],
    "postgresql": [
        *(f"DROP TRIGGER audit_log_no_{event} ON {AUDIT}" for event in ("change", "truncate")),
        "DROP FUNCTION audit_log_refuse",
    ],
}


def keep_audit_log(apps, schema_editor):
    for statement in KEEP_AUDIT_LOG[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def let_audit_log_go(apps, schema_editor):
    for statement in LET_AUDIT_LOG_GO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('sessions_app', '0006_ends_filed_later'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('operator', models.CharField(help_text="The operator's user name at that time.", max_length=150)),
                ('action', models.CharField(max_length=24)),
                ('user', models.CharField(blank=True, help_text='Pseudonym of whom it was about.', max_length=40)),
                ('session_id', models.BigIntegerField(null=True)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('details', models.JSONField(default=dict)),
            ],
            options={
                'verbose_name_plural': 'audit log',
            },
        ),
        migrations.CreateModel(
            name='HourlyCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hour', models.DateTimeField(help_text='Its beginning, in UTC.')),
                ('name', models.CharField(help_text='What is counted; see `hourly_counts`.', max_length=24)),
                ('amount', models.PositiveBigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='TurnAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phone', models.CharField(max_length=140)),
                ('turn', models.UUIDField(help_text='The same for all attempts at the same messages.')),
                ('attempt', models.PositiveIntegerField(default=1)),
                ('outcome', models.CharField(choices=[('answered', 'Answered'), ('retried', 'to be tried again'), ('failed', 'Failed'), ('reset', 'Reset'), ('operator', 'answered by an operator')], max_length=8)),
                ('error', models.CharField(blank=True, max_length=200)),
                ('messages', models.PositiveSmallIntegerField(help_text='How many messages it took.')),
                ('received_at', models.DateTimeField(help_text='When the first of them was received.')),
                ('claimed_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField()),
                ('steps', models.JSONField(default=list, help_text='[{name, at, seconds}]: `at` counts in seconds from `claimed_at`.')),
                ('counted', models.BooleanField(db_default=False, help_text='It is in `HourlyCount`.')),
            ],
        ),
        migrations.AlterModelOptions(
            name='conversationsession',
            options={'permissions': [('steer_session', 'Can steer conversations: take over, reply, kill, retry'), ('reveal_phone', 'Can see a whole phone number, for a reason that is logged')]},
        ),
        migrations.RemoveIndex(
            model_name='outboundmessage',
            name='outbound_troubled',
        ),
        migrations.AddField(
            model_name='conversation',
            name='attention',
            field=models.CharField(blank=True, db_default='', help_text='What for.', max_length=200),
        ),
        migrations.AddField(
            model_name='conversation',
            name='attention_at',
            field=models.DateTimeField(help_text='Since when a person is needed here.', null=True),
        ),
        migrations.AddField(
            model_name='conversation',
            name='attention_mailed_at',
            field=models.DateTimeField(help_text='When operators were told by e-mail.', null=True),
        ),
        migrations.AddField(
            model_name='conversation',
            name='paused_at',
            field=models.DateTimeField(help_text='Since when an operator talks instead of the bot.', null=True),
        ),
        migrations.AddField(
            model_name='conversation',
            name='paused_by',
            field=models.CharField(blank=True, db_default='', help_text="That operator's name.", max_length=150),
        ),
        migrations.AddField(
            model_name='conversation',
            name='untold_since',
            field=models.DateTimeField(help_text='What was said to and by operators since then is not in the thread yet.', null=True),
        ),
        migrations.AddField(
            model_name='inboundmessage',
            name='operator',
            field=models.CharField(blank=True, db_default='', help_text='Who answered it by hand, instead of the bot.', max_length=150),
        ),
        migrations.AddField(
            model_name='outboundmessage',
            name='accepted_at',
            field=models.DateTimeField(help_text='When Twilio took it.', null=True),
        ),
        migrations.AddField(
            model_name='outboundmessage',
            name='operator',
            field=models.CharField(blank=True, db_default='', help_text='Who wrote it by hand.', max_length=150),
        ),
        migrations.AddField(
            model_name='outboundmessage',
            name='status_at',
            field=models.DateTimeField(help_text='When a status callback last moved it.', null=True),
        ),
        migrations.AddField(
            model_name='outboundmessage',
            name='turn',
            field=models.UUIDField(help_text='The turn whose reply this is; see `TurnAttempt`.', null=True),
        ),
        migrations.AddIndex(
            model_name='conversation',
            index=models.Index(condition=models.Q(('paused_at__isnull', False)), fields=['paused_at'], name='conversation_paused'),
        ),
        migrations.AddIndex(
            model_name='conversation',
            index=models.Index(condition=models.Q(('attention_at__isnull', False)), fields=['attention_at'], name='conversation_attention'),
        ),
        migrations.AddIndex(
            model_name='conversation',
            index=models.Index(condition=models.Q(('retry_at__isnull', False)), fields=['retry_at'], name='conversation_retrying'),
        ),
        migrations.AddIndex(
            model_name='inboundmessage',
            index=models.Index(condition=models.Q(('state', 'failed')), fields=['id'], name='inbound_failed'),
        ),
        migrations.AddIndex(
            model_name='outboundmessage',
            index=models.Index(condition=models.Q(('sid', ''), _negated=True), fields=['sid'], name='outbound_sid'),
        ),
        migrations.AddIndex(
            model_name='outboundmessage',
            index=models.Index(condition=models.Q(('state__in', ['failed', 'uncertain', 'undelivered'])), fields=['state'], name='outbound_troubled'),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['user', 'id'], name='audit_user'),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['operator', 'id'], name='audit_operator'),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['action', 'id'], name='audit_action'),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['at'], name='audit_at'),
        ),
        migrations.AddConstraint(
            model_name='hourlycount',
            constraint=models.UniqueConstraint(fields=('hour', 'name'), name='hourly_count_unique'),
        ),
        migrations.AddIndex(
            model_name='turnattempt',
            index=models.Index(fields=['phone', 'id'], name='turn_attempt_phone'),
        ),
        migrations.AddIndex(
            model_name='turnattempt',
            index=models.Index(condition=models.Q(('counted', False)), fields=['id'], name='turn_attempt_uncounted'),
        ),
        # A later migration that makes SQLite copy the table has to do this again: a copy has no triggers.
        migrations.RunPython(keep_audit_log, let_audit_log_go),
    ]
