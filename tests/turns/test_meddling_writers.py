"""Writers that make things up or obey what a fact says, in each language: nothing of it is approved."""

import pytest

from tests.support.interview_runs import hold
from tests.support.interview_scripts import WITH_MODEL
from tests.support.interview_scripts.interview import APPROVE
from tests.support.meddling import AGAIN, MEDDLING, obeying, slipping, up_to_version_1

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("name", WITH_MODEL)
def test_an_invention_in_a_sentence_that_is_needed_is_asked_about_and_never_approved(name: str) -> None:
    meddling = MEDDLING[name]
    interview = up_to_version_1(name, APPROVE)
    asked = hold(interview, writer=slipping(interview, meddling.needed))
    assert meddling.asked in asked.exchanges[-2].replies[-1]
    assert meddling.asked in asked.exchanges[-1].replies[-1]
    assert [version.approved_at for version in asked.versions] == [None]


@pytest.mark.parametrize("name", WITH_MODEL)
def test_an_invention_in_a_sentence_that_nobody_needs_is_left_out(name: str) -> None:
    slip = MEDDLING[name].optional
    interview = up_to_version_1(name, APPROVE)
    asked = hold(interview, writer=slipping(interview, slip))
    assert asked.questions == 0
    assert slip.wrong not in "".join(reply for one in asked.exchanges for reply in one.replies)
    assert slip.wrong not in asked.approved.text
    assert slip.right not in asked.approved.text


@pytest.mark.parametrize("name", WITH_MODEL)
def test_an_invention_in_a_revision_is_asked_about_and_never_approved(name: str) -> None:
    meddling = MEDDLING[name]
    interview = up_to_version_1(name, AGAIN, APPROVE)
    asked = hold(interview, writer=slipping(interview, meddling.needed, at_once=False))
    assert [meddling.needed.wrong in version.text for version in asked.versions] == [False, True]
    assert meddling.asked in asked.exchanges[-2].replies[-1]
    assert [version.approved_at for version in asked.versions] == [None, None]


@pytest.mark.parametrize("cites", ["detail_20", "company_name detail_20"])
@pytest.mark.parametrize("name", WITH_MODEL)
def test_what_an_instruction_in_a_fact_makes_the_writer_claim_is_left_out(name: str, cites: str) -> None:
    meddling = MEDDLING[name]
    asked = hold(obeying(name, up_to_version_1(name, meddling.detail, APPROVE), cites))
    assert asked.facts["detail_20"] == meddling.detail
    assert meddling.claim in "".join(map(str, asked.exchanges[-2].written))
    assert not [version for version in asked.versions if meddling.claim in version.text]
    assert asked.approved.number == len(asked.versions)
