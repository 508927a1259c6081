"""docs/house-style.md, made of the rows of the checks.

`.venv/bin/python -m tests.support.house_style_page > docs/house-style.md`
"""

from assistant.house_style.checks import ROWS
from assistant.house_style.findings import Row

INTRODUCTION = """# House style

This page is generated from the rows in `assistant/house_style/rules/`; a test fails while the two differ.

*block*: the release is not offered for approval; the user is asked. *warn*: the user and operators are told.
*repair*: code puts it right without a word. Languages: en, de, es, he.

| id | languages | severity | what | why |
| --- | --- | --- | --- | --- |
"""


def page() -> str:
    """Return what docs/house-style.md has to say."""
    return INTRODUCTION + "".join(f"{_line(row)}\n" for row in ROWS)


def _line(row: Row) -> str:
    languages = ", ".join(row.languages) or "all"
    return f"| {row.id} | {languages} | {row.severity} | {row.what} | {row.why} |"


if __name__ == "__main__":
    print(page(), end="")
