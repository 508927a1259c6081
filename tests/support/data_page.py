"""docs/data.md, made of the registry: `.venv/bin/python -m tests.support.data_page > docs/data.md`."""

from collections.abc import Mapping
from datetime import timedelta

from sessions_app.data_registry import FILES, TABLES, Data, Kept, Shown

INTRODUCTION = """# What is stored

This page is generated from `sessions_app/data_registry.py`; a test fails while the two differ. Names in
capitals are settings. *Shown*: "pseudonym" is a keyed hash with the last four characters of the number,
"console" are its pages and exports, never a log or the health API. Everything else may be shown.
"""


def page() -> str:
    """Return what docs/data.md has to say."""
    return f"{INTRODUCTION}\n{_table('table', TABLES)}\n{_table('file', FILES)}"


def _table(title: str, entries: Mapping[str, Data]) -> str:
    head = f"| {title} | holds | of | kept | on erasure | shown |\n| --- | --- | --- | --- | --- | --- |\n"
    return head + "".join(_row(name, data) for name, data in entries.items())


def _row(name: str, data: Data) -> str:
    kept = "; ".join(_kept(kept) for kept in data.kept) or "without a limit"
    shown = [
        f"{word}: {', '.join(texts)}"
        for where, word in ((Shown.MASKED, "pseudonym"), (Shown.CONSOLE, "console"), (Shown.NEVER, "never"))
        if (texts := [text for text, allowed in data.texts.items() if allowed is where])
    ]
    cells = (f"`{name}`", data.holds, data.whose.value, kept, data.erasure.value, "; ".join(shown))
    return f"| {' | '.join(cells)} |\n"


def _kept(kept: Kept) -> str:
    setting = [f"`{kept.setting}`"] if kept.setting else []
    period = [_words(kept.period)] if kept.period else []
    return " ".join([*" and ".join([*setting, *period]).split(), kept.since])


def _words(period: timedelta) -> str:
    hours = period // timedelta(hours=1)
    amount, unit = (hours // 24, "day") if hours % 24 == 0 else (hours, "hour")
    return f"{amount} {unit}{'s' if amount > 1 else ''}"


if __name__ == "__main__":
    print(page(), end="")
