"""What a user is told of press releases in fixed texts: the status, the list, what was taken up."""

from django.utils.translation import gettext, gettext_noop, ngettext

from assistant import facts, press_release, version_texts, versions
from assistant.announcement_types import Kind, split, type_of
from assistant.documents.files import file_name
from assistant.facts import Gathered
from assistant.interview import Choice, Reply
from assistant.models import Fact, PressRelease
from sessions_app.messages import document_links, outbox
from sessions_app.turns import approval

DIGITS = 9
"""What a list can offer."""
LONGEST_VALUE = 160
"""Characters of a value in the status."""
NO_RELEASE = gettext_noop("You have no press release yet. Send *menu* to begin one.")
Status = PressRelease.Status


def status_of(phone: str) -> str:
    """Return the values of the current release, what is missing, and its version; "" if there is nothing."""
    known = facts.gathered(phone)
    if not known.facts:
        return gettext("I have nothing of your press release yet.")
    lines = [_state(known), ""]
    lines += [f"{_label(key)}: {_short(_in_words(fact))}" for key, fact in known.facts.items()]
    if known.missing:
        labels = ", ".join(_label(key) for key in known.missing)
        lines += ["", gettext("Still to come: {labels}.").format(labels=labels)]
    return "\n".join(lines)


def links_of(phone: str) -> str:
    """Return new links to the documents of the current release, if it is approved; "" if there are none."""
    version = versions.latest(press_release.current(phone))
    if version is None or version.approved_at is None or not outbox.takes_documents():
        return ""
    documents = approval.prepare(version.pk).documents
    if not documents:
        return ""
    title = gettext("Your press release as Word and PDF, for the next {hours} hours:")
    links = [document_links.address(one.uuid, file_name(one)) for one in documents]
    return "\n".join([title.format(hours=document_links.HOURS), *links])


def _label(key: str) -> str:
    """Return what the user knows the fact `key` by, with its number."""
    base, number = split(key)
    label = gettext(type_of(base).label)
    return label if number == 1 else f"{label} {number}"


def _in_words(fact: Fact) -> str:
    words = facts.in_words(fact)
    return gettext(words) if type_of(fact.key).kind == Kind.ANNOUNCEMENT else words


def _state(known: Gathered) -> str:
    version = versions.latest(known.release)
    if version is None:
        return gettext("Your press release: a draft.")
    if version.approved_at:
        text = gettext("Your press release: version {number}, approved.")
    else:
        text = gettext("Your press release: version {number}, not approved yet.")
    return text.format(number=version.number)


def drafts(phone: str, *, skip: int = 0) -> Reply:
    """Return the list of the releases of `phone`, each with a digit that takes it up.

    `skip` is how many of the newest were listed before.
    """
    releases = list(press_release.listed(phone)[skip : skip + DIGITS + 1])
    if not releases:
        return Reply(text=gettext(NO_RELEASE))
    choices = [
        Choice(label=_title(facts.gathered_of(release)), action=f"draft {release.pk}") for release in releases
    ]
    if len(choices) > DIGITS:
        choices = [
            *choices[: DIGITS - 1],
            Choice(label=gettext("Older ones"), action=f"older {skip + DIGITS - 1}"),
        ]
    title = gettext("Your press releases:")
    how = gettext("Send a number to go on with that one, or *menu* for a new one.")
    return Reply(text=f"{title}\n{version_texts.as_list(choices)}\n\n{how}", choices=choices)


def taken_up(release: PressRelease) -> str:
    """Return what the user is told who goes on with `release`."""
    back = gettext("You are back at: {title}").format(title=_title(facts.gathered_of(release)))
    how = gettext("Send me a message to go on.")
    return f"{back}\n\n{status_of(release.phone)}\n\n{how}"


def _title(known: Gathered) -> str:
    told = known.values
    name = told.get("headline") or told.get("company_name") or gettext("Without a name")
    if known.release is not None and known.release.status in (Status.APPROVED, Status.FINISHED):
        return gettext("{name} (approved)").format(name=_short(name))
    count = len(known.facts)
    text = ngettext("{name} (draft, {count} fact)", "{name} (draft, {count} facts)", count)
    return text.format(name=_short(name), count=count)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_VALUE else f"{line[:LONGEST_VALUE].rstrip()}…"
