"""English as the Associated Press writes it; code puts it right (`ap.repaired`)."""

from collections.abc import Callable, Iterator

from assistant.house_style.ap.dates import month_edits, ordinal_edits, time_edits
from assistant.house_style.ap.money import money_edits
from assistant.house_style.ap.numbers import number_edits, percent_edits
from assistant.house_style.ap.repair import RULES, Edits, edits_of
from assistant.house_style.ap.said import said_edits
from assistant.house_style.findings import Hit, Row, Severity
from assistant.house_style.release import Release

_WHERE = dict(RULES)


def _finds(rule: Edits) -> Callable[[Release], Iterator[Hit]]:
    def finds(release: Release) -> Iterator[Hit]:
        for line in release.lines:
            for edit in edits_of(rule, _WHERE[rule], line):
                yield line.hit(edit.start, edit.end, f"Write “{edit.text}”.")

    return finds


def _row(number: int, rule: Edits, what: str, why: str) -> Row:
    return Row(
        id=f"PR{number:03}",
        severity=Severity.REPAIR,
        what=what,
        why=why,
        hint="Nothing to do: it is put right.",
        finds=_finds(rule),
        languages=("en",),
    )


ROWS = (
    _row(
        80,
        month_edits,
        "Dates are written as “Feb. 9, 2027”: before a day, Jan., Feb., Aug., Sept., Oct., Nov. and Dec. "
        "are abbreviated.",
        "The Associated Press's stylebook, which English-speaking newsrooms follow.",
    ),
    _row(
        81,
        ordinal_edits,
        "A day has no st, nd, rd or th: “Feb. 9”, not “Feb. 9th”.",
        "The Associated Press's stylebook: days are plain figures.",
    ),
    _row(
        82,
        time_edits,
        "Times are written as “9 a.m.” and “9:30 p.m.”.",
        "The Associated Press's stylebook: small letters with full stops, and no “:00”.",
    ),
    _row(
        83,
        money_edits,
        "Sums are written as “$6.3 million”.",
        "The Associated Press's stylebook: a sign, a figure and a word.",
    ),
    _row(
        84,
        percent_edits,
        "Percentages are written as “20%”.",
        "The Associated Press's stylebook since 2019: the sign, without a space.",
    ),
    _row(
        85,
        number_edits,
        "One to nine are words, 10 and more are figures; ages and measures are always figures.",
        "The Associated Press's stylebook; figures in names stay.",
    ),
    _row(
        86,
        said_edits,
        "A quotation is “said”, not stated, commented or remarked.",
        "The Associated Press's stylebook: “said” does not judge what is quoted.",
    ),
)
