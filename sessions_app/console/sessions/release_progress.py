"""What the interview has gathered in a session: the draft and a finished press release."""

from dataclasses import dataclass
from datetime import datetime

from assistant import press_release
from assistant.press_release import FIELDS
from sessions_app.sessions.ended import LastEnd


@dataclass(frozen=True, kw_only=True)
class Gathered:
    fields: tuple[tuple[str, str], ...]
    """Label and text of each field of the draft; "" if it is missing."""
    known: int
    text: str
    """The newest finished press release of the session, "" if there is none."""
    finished_at: datetime | None

    @property
    def per_cent(self) -> int:
        return round(100 * self.known / len(self.fields))


def of_session(phone: str, last_end: LastEnd) -> Gathered:
    """Look up the draft and the press release of the session of `phone` with two queries."""
    draft = press_release.gathered(phone=phone)
    finished = press_release.newest_finished(phone=phone, since=last_end.ended_at)
    fields = tuple((field.label, draft.get(name, "").strip()) for name, field in FIELDS.items())
    return Gathered(
        fields=fields,
        known=len(FIELDS) - len(press_release.missing(draft)),
        text=finished.text if finished else "",
        finished_at=finished.finished_at if finished else None,
    )
