"""What the user is told of a version: its text, or what changed, and what may be done with it."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from assistant import versions
from assistant.checking import blocking, notices_in, question_about
from assistant.interviewer import Choice
from assistant.models import ReleaseVersion
from assistant.translatable import mark as _
from assistant.translation import translated

PERSON_ASKED = _("I have asked for a person of our team, who joins as soon as one is free.")
LABELS = (_("Approve"), _("Change something"), _("Talk to a person"))
"""What may be done with a version, in the order of the digits."""
AFTER_APPROVAL = _(
    "To get the text once more, send *send it again*; to change something, just tell me; for another press "
    "release, send *menu*."
)


def shown(version: ReleaseVersion) -> str:
    """Return what the user is shown of a new version: its text, or what changed since the one before."""
    before = version.release.versions.filter(number=version.number - 1).first()
    if (
        before is None
        or versions.is_blocked(version)
        or versions.is_blocked(before)
        or versions.is_unseen(before)
    ):
        return in_full(version)
    changes = difference(before.text, version.text)
    if not changes:
        return in_full(version)
    rest = translated(_("Everything else is as before."))
    return f"{changes}\n\n{rest} {_what_next(version)}"


def in_full(version: ReleaseVersion) -> str:
    """Return the text, and what the user may do with it; of a blocked one, what the user is asked."""
    if problems := blocking(version.problems):
        return question_about(problems[0], versions.parts_of(version), version.facts)
    return f"{version.text}\n\n{_what_next(version)}".rstrip()


def _what_next(version: ReleaseVersion) -> str:
    if not (offered := choices(version)):
        return ""
    question = translated(_("This is version {number}. What next?"), number=version.number)
    return "\n\n".join([*notices_in(version.problems), f"{question}\n{as_list(offered)}"])


def approved_text(version: ReleaseVersion) -> str:
    """Return what the user is told after the approval."""
    approved = translated(_("Approved: version {number} is final."), number=version.number)
    return f"{approved} {translated(AFTER_APPROVAL)}"


def approved_by_team(version: ReleaseVersion) -> str:
    """Return what the user is told after an approval by an operator, before the text."""
    text = _(
        "Our team has approved version {number} of your press release. It follows below. To change "
        "something, just tell me."
    )
    return translated(text, number=version.number)


def choices(version: ReleaseVersion) -> list[Choice]:
    """Return what may be done with a version; nothing once it is approved, or where it is blocked."""
    if version.approved_at or versions.is_blocked(version):
        return []
    actions = (f"approve {version.pk}", f"change {version.pk}", "person")
    return [Choice(label=label, action=action) for label, action in zip(labels(), actions, strict=True)]


def labels() -> list[str]:
    return [translated(label) for label in LABELS]


def as_list(offered: Iterable[Choice]) -> str:
    return numbered(choice.label for choice in offered)


def numbered(labels: Iterable[str]) -> str:
    return "\n".join(f"{number}. {label}" for number, label in enumerate(labels, start=1))


def difference(old: str, new: str) -> str:
    """Return the lines that differ, the old ones before the new ones."""
    before, after = ([line for line in text.split("\n") if line] for text in (old, new))
    changes = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            changes += _change(before[a:b], after[c:d])
    return "\n\n".join(changes)


def _change(gone: Sequence[str], there: Sequence[str]) -> list[str]:
    """Return lines that are gone and those in their place: one by one if there are as many."""
    old = [translated(_("Old: {line}"), line=line) for line in gone]
    new = [translated(_("New: {line}"), line=line) for line in there]
    return (
        [f"{a}\n{b}" for a, b in zip(old, new, strict=True)]
        if len(old) == len(new)
        else ["\n".join(old + new)]
    )
