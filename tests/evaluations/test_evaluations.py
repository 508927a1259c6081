"""`python -m evaluations`, where a scripted model plays both sides: OpenAI is never called."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import evaluations
from evaluations.metered_api import MOST_OUTPUT
from evaluations.personas import PERSONAS
from tests.fakes.openai_items import Item
from tests.fakes.openai_model import ModelRequest
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.scripted_model import Script, ScriptedModel, call, save
from tests.fakes.scripted_writer import Line, Request, ScriptedWriter

PRICES = ("--usd-per-million", "gpt-6-luna=1:0.1:4", "gpt-6.1-terra=1.5:0.1:1")
ENGLISH, TERSE = PERSONAS["english"], PERSONAS["terse"]
KEYS = (
    *("company_name", "round", "lead_investor", "use_of_funds", "headline", "quote", "quote_speaker"),
    *("quote_role", "city", "release_date", "boilerplate"),
)
TOLD = {key: ENGLISH.sheet[key] for key in KEYS} | {
    "headline": "Fieldhand Robotics raises money for robots that pick strawberries",
    "amount": "$4.3 million",
    "media_contact": "Priya Nair, press@fieldhand.example, +44 113 496 0199",
}
"""What the users tell: a slip that is corrected, and a phone number that is not."""
ALL = "\n".join([*TOLD.values(), "yes, it is closed"])
IS_CORRECT = "It is $4.8 million"
PLAYED = [ALL, "Write it", IS_CORRECT, "1"]
NOT_SAID = save("total_raised", "$9 million")
SCRIPT: Script = {
    ENGLISH.opening: [
        [save("announcement_type", "funding", "a funding round")],
        ["What is your company called?"],
    ],
    TERSE.opening: [[save("announcement_type", "funding", "hi")], ["What is it called? What is new?"]],
    ALL: [
        [*(save(key, value) for key, value in TOLD.items()), save("round_closed", "yes"), NOT_SAID],
        ["Thank you. Is that all?"],
    ],
    "Write it": [[call("finish")], ["Please read this."]],
    IS_CORRECT: [[save("amount", "$4.8 million")], ["Noted."]],
    "1": [[call("approve", said="1")], ["It is approved."]],
}
REPAIRED = f"The company will use the money to {TOLD['use_of_funds']}."
INVENTED = REPAIRED.replace("22", "90")
LEAD = Line(
    1,
    "In its Series A round, {company_name} has raised {amount}, led by {lead_investor}.",
    "company_name amount round lead_investor",
)
MISPLACED = Line(1, LEAD.text.replace("{amount}", "$6.1 million"), LEAD.keys)
"""The total that the user knows, but has not told."""


def both_sides(request: ModelRequest) -> list[Item] | str:
    """Play the interviewer, and the user, whose calls have no tools."""
    return ScriptedModel(SCRIPT)(request) if request.tools else PLAYED[request.turn - 1]


class Writers:
    """One for the first user, who repairs a number, and one who mistakes an amount for ever."""

    def __init__(self) -> None:
        invents = ScriptedWriter([LEAD, Line(2, INVENTED, "use_of_funds")], repairs={INVENTED: REPAIRED})
        self._writers = [invents, ScriptedWriter([MISPLACED, Line(2, REPAIRED, "use_of_funds")])]
        self._releases = list[str]()

    def __call__(self, request: Request) -> dict[str, Any]:
        company = next(fact["id"] for fact in request["facts"] if fact["what"] == "Company name")
        if company not in self._releases:
            self._releases.append(company)
        return self._writers[self._releases.index(company)](request)


@dataclass(frozen=True)
class Run:
    """The command, after its end."""

    status: int
    lines: Sequence[str]
    errors: str
    fake: FakeOpenAI

    def row(self, name: str) -> dict[str, str]:
        """Return the cells of the line of `name` by their columns."""
        cells = next(line.split()[1:] for line in self.lines if line.startswith(f"{name} "))
        return dict(zip(self.lines[0].split(), cells, strict=True))

    def figures(self, name: str) -> dict[str, str]:
        """Return the cells of a line without what it cost."""
        return {column: cell for column, cell in self.row(name).items() if column != "USD"}

    @property
    def spent(self) -> float:
        return float(self.lines[-1].split()[0].removeprefix("$"))


def run(fake: FakeOpenAI, *options: str, api_key: str = "sk-test") -> Run:
    """Run the command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "evaluations", *options],
        env=os.environ
        | {"ENV_FILE": os.devnull, "OPENAI_API_KEY": api_key, "OPENAI_BASE_URL": fake.base_url},
        cwd=Path(evaluations.__file__).parent.parent,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return Run(done.returncode, done.stdout.splitlines(), done.stderr, fake)


def evaluate(max_usd: float) -> Run:
    """Hold two interviews."""
    with FakeOpenAI(model=both_sides, writer=Writers()) as fake:
        made = run(fake, f"--max-usd={max_usd}", *PRICES, "--personas", "english", "terse")
    assert not fake.model_errors, fake.model_errors
    assert made.status == 0, made.errors
    return made


@pytest.fixture(scope="module")
def whole() -> Run:
    """Two interviews, both held to their end."""
    return evaluate(max_usd=5)


def test_a_line_has_what_came_of_an_interview(whole: Run) -> None:
    # Questions: "What is your company called?", "Is that all?", and "What next?" below two versions.
    assert whole.figures("english") == {
        "finished": "yes",
        "turns": "5",
        "questions": "0.8",
        "refused": "1",
        "found": "1",
        "left": "0",
        "false": "0",
        "asked": "0",
        "untrue": "1",
    }


def test_findings_that_the_repair_leaves_are_asked_about_and_those_that_are_true_count_as_false(
    whole: Run,
) -> None:
    # The writer has mistaken the amount four times: the repair of the first text leaves it, and the
    # template takes the place of the second one.
    figures = whole.figures("terse")
    assert [figures[column] for column in ("finished", "found", "left", "false", "asked")] == [
        *("yes", "2", "1", "3", "1")
    ]


def test_the_last_line_has_the_share_that_finished_and_the_means(whole: Run) -> None:
    figures = whole.figures("all")
    assert (figures["finished"], figures["turns"], figures["found"]) == ("100%", "5", "1.5")


def test_the_cost_is_that_of_both_interviews(whole: Run) -> None:
    each = [float(whole.row(name)["USD"]) for name in ("english", "terse")]
    assert min(each) > 0
    assert whole.spent == pytest.approx(sum(each), rel=0.01)


def test_nothing_is_left_at_openai(whole: Run) -> None:
    assert whole.fake.response_count > 20
    assert whole.fake.conversations == {}
    assert whole.fake.orphaned_items == {}


def test_it_stops_before_the_money_is_gone_and_prints_what_was_done_so_far(whole: Run) -> None:
    one, other = (float(whole.row(name)["USD"]) for name in ("english", "terse"))
    sent = max(len(json.dumps(one.json).encode()) for one in whole.fake.requests)
    for_one_and_a_half = one + other / 2 + (sent + 4 * MOST_OUTPUT) / 1e6
    cut = evaluate(max_usd=for_one_and_a_half)

    assert cut.figures("english") == whole.figures("english")
    assert cut.row("terse")["finished"] == "stopped"
    assert 0 < int(cut.row("terse")["turns"]) < 5
    assert cut.figures("all") == cut.figures("english") | {"finished": "100%"}
    assert "Stopped: the next call could cost more than what is left." in cut.lines
    assert one < cut.spent < for_one_and_a_half
    assert cut.fake.response_count < whole.fake.response_count
    assert cut.fake.conversations == {}


@pytest.mark.parametrize(
    ("options", "api_key", "sentence"),
    [
        (["--max-usd=1", *PRICES], "", "OPENAI_API_KEY is not set"),
        (["--max-usd=1", *PRICES[:2]], "sk-test", "What does gpt-6.1-terra cost?"),
        (["--max-usd=nan", *PRICES], "sk-test", "invalid usd value"),
    ],
)
def test_it_refuses_to_start_without_a_key_a_limit_or_a_price(
    options: Sequence[str], api_key: str, sentence: str
) -> None:
    with FakeOpenAI(model=both_sides) as fake:
        refused = run(fake, *options, api_key=api_key)

    assert refused.status != 0
    assert sentence in refused.errors
    assert "Traceback" not in refused.errors
    assert fake.request_count == 0
