"""How many mistakes the check of a written release finds in a set of releases, and how often it errs."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from assistant.verification import Finding, Sentence, verify
from tests.assistant.verification.independent_written.case import KINDS, Edit, Extra, Release


@dataclass
class Count:
    """How many of `asked` went right; the rest in words."""

    asked: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, is_right: bool, otherwise: str) -> None:
        self.asked += 1
        self.right += is_right
        if not is_right:
            self.wrong.append(otherwise)

    @property
    def rate(self) -> float:
        return self.right / self.asked


def hard_findings(sentences: Sequence[Sentence], release: Release) -> list[Finding]:
    return [one for one in _findings(tuple(sentences), release) if one.hard]


@cache
def _findings(sentences: tuple[Sentence, ...], release: Release) -> list[Finding]:
    """Look at each text once, for its language and for all."""
    return verify(sentences, release.facts, language=release.language)


def found_by_kind(releases: Sequence[Release]) -> dict[str, Count]:
    """Count the mistakes with a hard finding, by kind."""
    counts: dict[str, Count] = defaultdict(Count)
    for release in releases:
        for edit in release.edits:
            found = hard_findings(edit.applied_to(release.clean), release)
            counts[edit.kind].add(bool(found), f"{release.name}: {_told(edit)} is not found")
    return {kind: counts[kind] for kind in KINDS}


def clean_without_finding(releases: Sequence[Release]) -> Count:
    count = Count()
    for release in releases:
        findings = _findings(tuple(release.clean), release)
        count.add(not findings, f"{release.name}: clean, but {_listed(findings, release.clean)}")
    return count


def rewrites_without_hard_finding(releases: Sequence[Release]) -> Count:
    count = Count()
    for release in releases:
        for rewrite in release.rewrites:
            sentences = rewrite.applied_to(release.clean)
            findings = hard_findings(sentences, release)
            words = f"{release.name}: {rewrite.kind} is harmless, but {_listed(findings, sentences)}"
            count.add(not findings, words)
    return count


def total(counts: dict[str, Count]) -> Count:
    return Count(
        asked=sum(one.asked for one in counts.values()),
        right=sum(one.right for one in counts.values()),
        wrong=[words for one in counts.values() for words in one.wrong],
    )


def table(rows: dict[str, Count]) -> str:
    return "\n".join(f"{name:32} {one.right:4}/{one.asked:<4} {one.rate:7.1%}" for name, one in rows.items())


def assert_reached(counts: dict[str, Count], figures: dict[str, float]) -> None:
    """Print the table, and fail with what is wrong if a rate is below its figure."""
    print(f"\n{table(counts)}")
    below = {name: counts[name] for name, figure in figures.items() if counts[name].rate < figure}
    wrong = [f"  {words}" for one in below.values() for words in one.wrong]
    assert not below, "\n".join([table(counts), f"Below the figure: {', '.join(below)}", *wrong])


def rows(releases: Sequence[Release]) -> dict[str, Count]:
    by_kind = found_by_kind(releases)
    return {
        **by_kind,
        "all mistakes": total(by_kind),
        "clean releases": clean_without_finding(releases),
        "rewrites": rewrites_without_hard_finding(releases),
    }


def assert_set_is_sound(releases: Sequence[Release], *, edits: int, rewrites: int) -> None:
    """Require at least `edits` mistakes of each kind and `rewrites` rewrites, each a change."""
    for release in releases:
        ids = [fact.id for fact in release.facts]
        assert ids == [f"f{number}" for number in range(1, len(ids) + 1)], release.name
        assert 10 <= len(ids) <= 18, (release.name, len(ids))
        assert 10 <= len(release.clean) <= 16, (release.name, len(release.clean))
        _assert_citations(release)
        _assert_changes(release)
    for kind in KINDS:
        there = sum(edit.kind == kind for release in releases for edit in release.edits)
        assert there >= edits, (kind, there)
    assert sum(len(release.rewrites) for release in releases) >= rewrites


def _assert_citations(release: Release) -> None:
    active = {fact.id for fact in release.facts if not fact.superseded}
    versions = [release.clean, *(one.applied_to(release.clean) for one in release.edits + release.rewrites)]
    for sentences in versions:
        for sentence in sentences:
            assert set(sentence.facts) <= active, (release.name, sentence)


def _assert_changes(release: Release) -> None:
    clean = list(release.clean)
    texts = []
    for change in release.edits + release.rewrites:
        assert change.kind in KINDS or not isinstance(change, Edit | Extra), change
        if isinstance(change, Edit):
            assert clean[change.sentence].text.count(change.old) == 1, (release.name, change)
            assert change.old != change.new, change
        changed = change.applied_to(clean)
        assert [one.text for one in changed] != [one.text for one in clean], (release.name, change)
        texts.append(" ".join(one.text for one in changed))
    assert len(set(texts)) == len(texts), f"{release.name} has a change twice"


def _told(edit: Edit | Extra) -> str:
    words = f"{edit.old!r} -> {edit.new!r}" if isinstance(edit, Edit) else f"added {edit.text!r}"
    return f"{edit.kind}, {words}"


def _listed(findings: Sequence[Finding], sentences: Sequence[Sentence]) -> str:
    return "; ".join(f"{one.kind} {one.text!r} in {sentences[one.sentence].text!r}" for one in findings)
