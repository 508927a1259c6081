"""The end of a release: boilerplate, contact, links."""

import re
from collections.abc import Iterator

from assistant.house_style.findings import Hit, Row, Severity
from assistant.house_style.release import Release, has_email, links_in
from assistant.house_style.rules.frame import shown
from assistant.parts import PartName

LONGEST_BOILERPLATE = 100
WORDS_A_LINK = 100
_PHONE = re.compile(r"(?:\+|(?<![\w.]))\(?\d(?:[ ().\-/\u2066-\u2069\u200e\u200f]*\d){5,14}")


def _boilerplate(release: Release) -> Iterator[Hit]:
    parts = release.numbered(PartName.BOILERPLATE)
    if not parts:
        yield Hit(detail="It is missing.")
    about = release.words.about.partition("{")[0].strip().casefold()
    for index, part in parts:
        if not shown(part.heading).casefold().startswith(about):
            yield Hit(index, detail=f"It has no heading such as “{release.words.about.format(name='Acme')}”.")


def _long_boilerplate(release: Release) -> Iterator[Hit]:
    for index, _ in release.numbered(PartName.BOILERPLATE):
        if (words := release.lengths[index]) > LONGEST_BOILERPLATE:
            yield Hit(index, detail=f"It has {words}.")


def _contact_with(release: Release) -> tuple[int, str]:
    """Return the number of the contact, -1 without any, and its text."""
    parts = release.numbered(PartName.CONTACT)
    return (parts[0][0] if parts else -1, shown(" ".join(part.text for _, part in parts)))


def _email(release: Release) -> Iterator[Hit]:
    index, text = _contact_with(release)
    if not has_email(text):
        yield Hit(index)


def _phone(release: Release) -> Iterator[Hit]:
    index, text = _contact_with(release)
    if not _PHONE.search(text):
        yield Hit(index)


def _many_links(release: Release) -> Iterator[Hit]:
    links = [line.hit(*span) for line in release.lines for span in links_in(line.text)]
    allowed = max(1, release.length // WORDS_A_LINK)
    if len(links) > allowed:
        hit = links[allowed]
        yield Hit(hit.part, hit.sentence, hit.start, hit.end, f"There are {len(links)}.")


def _strange_link(release: Release) -> Iterator[Hit]:
    given = {canonical_link(link) for link in release.context.links}
    for line in release.lines:
        for start, end in links_in(line.text):
            if canonical_link(line.text[start:end]) not in given:
                yield line.hit(start, end, f"“{line.text[start:end]}”")


def canonical_link(link: str) -> str:
    """Return `link` without what does not change where it leads: scheme, "www.", a slash at its end."""
    bare = re.sub(r"\A(?:https?://)?(?:www\.)?", "", shown(link), flags=re.IGNORECASE)
    host, slash, path = bare.partition("/")
    return f"{host.lower()}{slash}{path}".rstrip("/.,;:!?")


ROWS = (
    Row(
        id="PR060",
        severity=Severity.WARN,
        what="The company describes itself below a heading such as “About Acme”.",
        why="A journalist who has never heard of it copies that.",
        hint="Say in two sentences what the company does.",
        finds=_boilerplate,
    ),
    Row(
        id="PR061",
        severity=Severity.WARN,
        what=f"A boilerplate has at most {LONGEST_BOILERPLATE} words.",
        why="It is background; the news stands above.",
        hint="Say what of it may be left out.",
        finds=_long_boilerplate,
    ),
    Row(
        id="PR062",
        severity=Severity.BLOCK,
        what="The media contact has an e-mail address.",
        why="A journalist with a question writes now, or prints something else.",
        hint="Send an e-mail address for journalists.",
        finds=_email,
    ),
    Row(
        id="PR063",
        severity=Severity.WARN,
        what="The media contact has a phone number.",
        why="Close to their deadline journalists call.",
        hint="Send a phone number for journalists.",
        finds=_phone,
    ),
    Row(
        id="PR064",
        severity=Severity.WARN,
        what=f"There is at most one link per {WORDS_A_LINK} words.",
        why="Wires and spam filters count links.",
        hint="Say which links may be left out.",
        finds=_many_links,
    ),
    Row(
        id="PR065",
        severity=Severity.BLOCK,
        what="Only addresses that you gave are linked.",
        why="An address that somebody made up may be anybody's.",
        hint="Send the address as it is to appear.",
        finds=_strange_link,
    ),
)
