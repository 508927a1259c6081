import json
import re

import django.db.models.deletion
from django.db import migrations, models

KEYS = {
    "company_name": "company_name",
    "announcement_type": "announcement_type",
    "headline": "headline",
    "key_facts": "detail",
    "quotes": "quote",
    "boilerplate": "boilerplate",
    "media_contact": "media_contact",
}
TYPES = {
    "funding": r"\b(?:fund(?:s|ing|ed|rais\w*)?|invest(?:ment|ors?)|series [a-f]|seed)\b",
    "product": r"\b(?:launch(?:es|ed|ing)?|(?:new )?(?:product|app|service|feature))\b",
    "partnership": r"\b(?:partner(?:s|ed|ing|ships?)?|collaborat\w*|joint venture|alliance)\b",
}
OTHERS = "detail_2"
UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
BATCH = 500


def recognise(text):
    found = {name: at.start() for name, words in TYPES.items() if (at := re.search(words, text, re.I))}
    return min(found, key=found.__getitem__, default="other")


def words_of(fields):
    """Return the words in `fields` by the keys of their facts."""
    named = fields if isinstance(fields, dict) else {"": fields}
    texts = {name: text for name, value in named.items() if (text := text_of(value))}
    words = {key: texts.pop(name) for name, key in KEYS.items() if name in texts}
    return words | ({OTHERS: "\n".join(texts.values())} if texts else {})


def text_of(value):
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return UNSTORABLE.sub("\ufffd", text).strip()


def make_facts(apps, schema_editor):
    """Make a fact of each field that is not empty, and an approved version of each finished text."""
    PressRelease = apps.get_model("assistant", "PressRelease")
    last = 0
    while releases := list(PressRelease.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        make_facts_of(apps, releases)
        last = releases[-1].pk


def make_facts_of(apps, releases):
    Fact = apps.get_model("assistant", "Fact")
    ReleaseVersion = apps.get_model("assistant", "ReleaseVersion")
    facts = Fact.objects.bulk_create(
        Fact(
            release=release,
            key=key,
            value=recognise(text) if key == "announcement_type" else text,
            said=text,
            source="approved",
            created_at=release.updated_at,
            confirmed_at=release.updated_at,
        )
        for release in releases
        for key, text in words_of(release.fields).items()
    )
    of_release = {}
    for fact in facts:
        of_release.setdefault(fact.release_id, []).append(fact.pk)
    finished = [release for release in releases if release.status == "finished" and release.text]
    ReleaseVersion.objects.bulk_create(
        ReleaseVersion(
            release=release,
            number=1,
            text=release.text,
            facts=of_release.get(release.pk, []),
            created_at=release.finished_at or release.updated_at,
            approved_at=release.finished_at or release.updated_at,
        )
        for release in finished
    )


class Migration(migrations.Migration):
    dependencies = [("assistant", "0002_pending_thread")]

    operations = [
        migrations.AddField(
            model_name='pressrelease',
            name='changed_outside',
            field=models.BooleanField(db_default=False, default=False, help_text='By an operator: the thread has to be told what is there.'),
        ),
        migrations.AddField(
            model_name='pressrelease',
            name='pending_turn',
            field=models.UUIDField(help_text='The turn that asked it, in all its attempts.', null=True),
        ),
        migrations.AddField(
            model_name='pressrelease',
            name='refused',
            field=models.JSONField(db_default={}, default=dict, help_text='Key of a fact -> the turns in which its value was refused.'),
        ),
        migrations.AddField(
            model_name='pressrelease',
            name='skipped',
            field=models.JSONField(db_default={}, default=dict, help_text='Key of a fact -> the turns in which the user skipped it.'),
        ),
        migrations.AlterField(
            model_name='pressrelease',
            name='fields',
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AlterField(
            model_name='pressrelease',
            name='pending_question',
            field=models.CharField(blank=True, help_text='What the scripted interview asked for: a key, or `version`.', max_length=32),
        ),
        migrations.AlterField(
            model_name='pressrelease',
            name='status',
            field=models.CharField(choices=[('draft', 'Draft'), ('parked', 'Parked'), ('approved', 'Approved'), ('finished', 'approved and closed'), ('discarded', 'Discarded')], default='draft', max_length=16),
        ),
        migrations.AlterField(
            model_name='pressrelease',
            name='text',
            field=models.TextField(blank=True, db_default=''),
        ),
        migrations.CreateModel(
            name='Fact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='See `announcement_types.FACTS`.', max_length=32)),
                ('value', models.TextField()),
                ('said', models.TextField(help_text='The very words of the user, or of a proposal.')),
                ('source', models.CharField(choices=[('text', 'the user wrote it'), ('approved', 'we wrote it, the user approved it'), ('operator', 'an operator wrote it')], default='text', max_length=16)),
                ('message_sid', models.CharField(blank=True, help_text='The message with those words.', max_length=64)),
                ('turn', models.UUIDField(help_text='The turn that saved it, in all its attempts.', null=True)),
                ('operator', models.CharField(blank=True, max_length=150)),
                ('reason', models.TextField(blank=True, help_text='Why the operator proposes it.')),
                ('created_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(help_text='Null for a proposal.', null=True)),
                ('superseded_at', models.DateTimeField(help_text='Or taken back, or not taken.', null=True)),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facts', to='assistant.pressrelease')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('confirmed_at__isnull', False), ('superseded_at', None)), fields=('release', 'key'), name='one_active_fact_per_key')],
            },
        ),
        migrations.CreateModel(
            name='ReleaseVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('facts', models.JSONField(help_text='The ids of the facts that it was written from.')),
                ('turn', models.UUIDField(help_text='The turn that wrote it, in all its attempts.', null=True)),
                ('created_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(null=True)),
                ('approved_by', models.CharField(blank=True, help_text='An operator; blank for the user.', max_length=150)),
                ('approval', models.TextField(blank=True, help_text='The words of the approval.')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='assistant.pressrelease')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('release', 'number'), name='one_version_per_number')],
            },
        ),
        migrations.RunPython(make_facts, migrations.RunPython.noop, elidable=True),
    ]
