"""Press releases in all their stages, in four languages, by their users and by operators."""

from assistant import facts, press_release, versions
from assistant.models import PressRelease
from scripts.demo import people
from scripts.demo.interviews import (
    FUNDING_DE,
    FUNDING_EN,
    FUNDING_HE,
    PARTNERSHIP_DE,
    PRODUCT_EN,
    PRODUCT_ES,
    answers,
)
from scripts.demo.people import User
from scripts.demo.states import OLGA, OTTO
from scripts.demo.world import World
from sessions_app.operators import press_releases
from sessions_app.operators.press_releases import SeenRelease


def plan(demo: World) -> None:
    """Plan all of them. Those with a greeting only are among `states`."""
    approved_yesterday(demo)
    approved_with_a_button(demo)
    demo.talk(people.GRACE, 12, answers(PRODUCT_EN, "en"), pace=55)  # half
    complete_and_corrected(demo)
    approved_by_operator(demo)
    with_problems(demo)
    parked(demo)


def approved_yesterday(demo: World) -> None:
    """Approved and closed, by somebody who has begun another one since."""
    texts = [text.replace("Kelp & Co", "Finch & Fern") for text in answers(FUNDING_EN, "en")]
    over = demo.talk(people.CLARA, 1600, texts, pace=30)
    demo.at(over, demo.say, people.CLARA, "1")
    demo.talk(people.CLARA, 420, ["Hello", "menu", "2"])


def approved_with_a_button(demo: World) -> None:
    """With former versions: the user has the city corrected and the headline shortened before."""
    over = demo.talk(people.BO, 90, answers(FUNDING_EN, "en"), pace=25)
    over = demo.talk(people.BO, over, ["the city is Ghent, Belgium", "make the headline shorter"])
    demo.at(over, demo.tap, people.BO, "1")
    demo.talk(people.BO, over - 1, ["thanks!"])


def complete_and_corrected(demo: World) -> None:
    """The user has not approved it yet; an operator proposes another value for a fact."""
    demo.talk(people.LENA, 46, answers(FUNDING_DE, "de"), pace=60)
    reason = "Frau Vogt hat angerufen: Das Unternehmen hat inzwischen 42 Mitarbeiter."
    value = "Rebwerk baut Sensoren für Weinberge. Das Unternehmen hat 42 Mitarbeiter."
    demo.at(8, _correct, people.LENA, key="boilerplate", value=value, reason=reason)


def approved_by_operator(demo: World) -> None:
    over = demo.talk(people.ANA, 58, answers(PRODUCT_ES, "es"), pace=60)
    demo.at(over - 10, _approve, demo, people.ANA, reason="Approved by phone, number verified.")


def with_problems(demo: World) -> None:
    """An operator has written what no fact says, so the checks block it."""
    demo.talk(people.INES, 39, answers(FUNDING_HE, "he"), pace=60)
    demo.at(9, _write, people.INES, more="החברה היא הגדולה בעולם ומעסיקה 900 עובדים.")


def parked(demo: World) -> None:
    over = demo.talk(people.CARMEN, 30, answers(PARTNERSHIP_DE, "de"), pace=60)
    demo.talk(people.CARMEN, over, ["menu", "2"], pace=60)


def _seen(user: User, *, mark: str) -> SeenRelease:
    release = _release(user)
    newest = versions.latest(release)
    return SeenRelease(pk=release.pk, version=newest.number if newest else 0, mark=mark)


def _release(user: User) -> PressRelease:
    release = press_release.current(user.phone)
    assert release, user
    return release


def _correct(user: User, *, key: str, value: str, reason: str) -> None:
    mark = press_releases.mark_of_fact(facts.gathered_of(_release(user)), key)
    press_releases.correct(_seen(user, mark=mark), operator=OTTO, key=key, value=value, reason=reason)


def _approve(demo: World, user: User, *, reason: str) -> None:
    mark = press_releases.mark_of_text(press_releases.ready(_release(user)).text)
    press_releases.approve(_seen(user, mark=mark), operator=OLGA, reason=reason)
    demo.deliver()


def _write(user: User, *, more: str) -> None:
    draft = press_releases.to_be_written(_release(user))
    text = f"{press_releases.paragraphs_of(draft)}\n\n{more}"
    press_releases.write(_seen(user, mark=press_releases.mark_of_facts(draft)), operator=OTTO, text=text)
