"""Do all tasks in all ways and write the table."""

import argparse
import shutil
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright

from scripts.demo.server import Site, demo
from scripts.operator_tasks.hands import Finger, Hand, Keys, NotThere
from scripts.operator_tasks.tasks import TASKS, Task
from scripts.pictures import LOOKS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "operator-tasks.md"
WAYS: dict[str, tuple[type[Hand], str]] = {
    "mouse": (Hand, ""),
    "keyboard": (Keys, ""),
    "phone": (Finger, "-phone"),
}
"""Heading -> who does it, and how the page looks (`LOOKS`)."""
PATIENCE_MS = 30_000
INTRODUCTION = """# Operators' tasks

Each task begins at the dashboard, signed in, on a new demo (`make demo`). A mouse clicks, a finger taps at
390 px, and the keyboard has Tab, Enter and the console's own keys; text that is typed is not counted. A wrong
turn is a page off the shortest way, or an action that was refused. Counted by
`.venv/bin/python -m scripts.operator_tasks`.

| task | mouse: clicks | keyboard: Tabs + keys | phone: taps | wrong turns |
| --- | ---: | ---: | ---: | ---: |
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.operator_tasks", description=__doc__)
    parser.add_argument("--to", type=Path, default=PAGE, help="the Markdown page")
    options = parser.parse_args()
    done: dict[str, list[Hand | str]] = {}
    with demo() as made, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for way in WAYS:
            with made.serving() as site:
                done[way] = [_do(task, browser, site, way) for task in TASKS]
        browser.close()
    options.to.write_text(INTRODUCTION + "".join(_rows(done)))


def _do(task: Task, browser: Browser, site: Site, way: str) -> Hand | str:
    """Do `task`; return who did it, or why it cannot be done."""
    kind, look = WAYS[way]
    with browser.new_context(**LOOKS[look]) as opened:
        page = opened.new_page()
        page.set_default_timeout(PATIENCE_MS)
        site.beat()
        site.sign_in(page, "olga")
        hand = kind(page)
        try:
            task.steps(hand)
        except (NotThere, Error) as error:
            problem = str(error).splitlines()[0]
        else:
            problem = "" if task.is_done() else "the database does not say that it is done"
        hand.strays = hand.wrong_turns()
        print(f"{way}: {task.title}: {problem or 'done'}", flush=True)
        return problem or hand


def _rows(done: dict[str, list[Hand | str]]) -> Iterator[str]:
    for task, mouse, keyboard, phone in zip(TASKS, *(done[way] for way in WAYS), strict=True):
        hands = (mouse, keyboard, phone)
        strays = " / ".join(str(one.strays) if isinstance(one, Hand) else "–" for one in hands)
        yield f"| {' | '.join([task.title, *map(_count, hands), strays])} |\n"


def _count(done: Hand | str) -> str:
    if isinstance(done, str):
        return "not possible"
    return f"{done.tabs} + {done.keys}" if isinstance(done, Keys) else str(done.clicks)


if __name__ == "__main__":
    main()
