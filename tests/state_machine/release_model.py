"""What becomes of press releases, as a small model in plain Python; see `conversation_model`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from assistant.press_release import LAST_TIME
from assistant.versions import MAX_VERSIONS
from tests.support.told_facts import facts_of


@dataclass(eq=False)
class Told:
    """A fact; `turn` is that of a proposal."""

    key: str
    value: str
    state: str
    """ "active", "proposed" or "gone"."""
    turn: UUID | None = None


@dataclass(eq=False)
class Version:
    number: int
    used: dict[str, Told]
    approved: bool = False
    pk: int = 0
    """The database's; the machine fills it in."""

    @property
    def values(self) -> dict[str, str]:
        return {key: fact.value for key, fact in self.used.items()}


@dataclass(eq=False)
class Release:
    phone: str
    status: str = "draft"
    told: list[Told] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    finished_at: datetime | None = None
    pk: int = 0
    """The database's; the machine fills it in."""

    @property
    def active(self) -> dict[str, Told]:
        return {fact.key: fact for fact in self.told if fact.state == "active"}

    @property
    def proposals(self) -> list[Told]:
        return [fact for fact in self.told if fact.state == "proposed"]

    @property
    def is_complete(self) -> bool:
        return facts_of(self.phone).keys() <= self.active.keys()

    def used(self, proposals: Iterable[Told] = ()) -> dict[str, Told]:
        kept = [fact for fact in self.proposals if self.versions and fact in self.versions[-1].used.values()]
        return self.active | {fact.key: fact for fact in (*kept, *proposals)}

    def is_current(self, version: Version) -> bool:
        return version is self.versions[-1] and version.values == Version(0, self.used()).values

    def confirm(self, proposal: Told) -> None:
        for fact in self.told:
            if fact.key == proposal.key:
                fact.state = "gone"
        proposal.state = "active"


class Releases(list[Release]):
    """All that there are, in the order of their ids."""

    def of(self, phone: str, *statuses: str) -> list[Release]:
        return [one for one in self if one.phone == phone and one.status in statuses]

    def current(self, phone: str) -> Release | None:
        here = self.of(phone, "draft", "approved")
        assert len(here) <= 1, "a phone is at two releases"
        return here[0] if here else None

    def current_or_new(self, phone: str) -> Release:
        if release := self.current(phone):
            return release
        self.append(release := Release(phone))
        if finished := self.of(phone, "finished"):
            last = max(finished, key=lambda one: one.finished_at or timezone.now())
            before = [last.active[key] for key in LAST_TIME if key in last.active]
            release.told = [Told(fact.key, fact.value, "proposed") for fact in before]
        return release

    def save(self, phone: str, key: str, value: str) -> None:
        release = self.current_or_new(phone)
        if key not in release.active or release.active[key].value != value:
            release.told.append(fact := Told(key, value, "proposed"))
            release.confirm(fact)

    def reword(self, phone: str, turn: UUID, key: str, value: str) -> None:
        release = self.current(phone)
        if release is None or not release.versions:
            return
        same = [fact for fact in release.proposals if (fact.key, fact.value, fact.turn) == (key, value, turn)]
        if not same:
            release.told.append(Told(key, value, "proposed", turn))
        self.write(release, same or release.told[-1:])

    def write(self, release: Release, proposals: Iterable[Told] = ()) -> None:
        written = Version(len(release.versions) + 1, release.used(proposals))
        if len(release.versions) >= MAX_VERSIONS:
            return
        if not release.versions or release.versions[-1].values != written.values:
            release.versions.append(written)
            release.status = "draft"

    def approve(self, release: Release, version: Version) -> bool:
        if not release.is_current(version):
            return False
        if not version.approved:
            version.used = release.used()
            for fact in version.used.values():
                if fact.state == "proposed":
                    release.confirm(fact)
            version.approved, release.finished_at = True, timezone.now()
            release.status = "approved"
        return True

    def park(self, phone: str) -> bool:
        release = self.current(phone)
        if release is None:
            return False
        if release.status == "draft" and not release.active:
            self.remove(release)
            return False
        release.status = "parked" if release.status == "draft" else "finished"
        return True

    def take_up(self, release: Release) -> None:
        if release is not self.current(release.phone):
            self.park(release.phone)
            release.status = "draft" if release.status == "parked" else "approved"
