"""From a voice message to the files in the chat, in a real Chromium, in English and Hebrew."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.test_newcomer import PHONE, replies
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.sayings import voice_note
from tests.fakes.scripted_model import ScriptedModel, call, save
from tests.fakes.scripted_writer import Line, ScriptedWriter
from tests.support.processes import Installation

DAY = date.today() + timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Release:
    """`facts` are spoken in one voice message; `lines` are what the writer makes of them."""

    said: str
    facts: dict[str, str]
    lines: tuple[Line, ...]
    heard: str
    approve: str
    headline: str
    files: tuple[str, str]

    def model(self) -> ScriptedModel:
        saves = [save(key, value) for key, value in self.facts.items()]
        asked = f'[The user sent a voice message that says: "{self.said}"]'
        return ScriptedModel(
            {
                asked: [
                    [save("announcement_type", "product", self.facts["product_summary"]), *saves],
                    [call("finish")],
                    ["Here it is."],
                ]
            }
        )


ENGLISH = Release(
    said=(
        "We are Larkhall Foods. Our new product is called Kernel. Kernel bakes bread without gas. "
        "It is available from March 1, 2027, in Great Britain. "
        "The headline is this. Larkhall Foods launches an oven that bakes without gas. "
        f"City and country, Leeds, England. It goes out on {DAY:%B} {DAY.day}, {DAY.year}. "
        "Our chief baker Ada Byron says: Bread needs heat, not gas. "
        "Larkhall Foods builds ovens for 54 bakeries. "
        "For the press, Bo Lee, press@larkhall.example, +44 113 496 0000."
    ),
    facts={
        "company_name": "Larkhall Foods",
        "product_name": "Kernel",
        "product_summary": "Kernel bakes bread without gas.",
        "availability": "from March 1, 2027, in Great Britain",
        "headline": "Larkhall Foods launches an oven that bakes without gas",
        "city": "Leeds, England",
        "release_date": f"{DAY:%B} {DAY.day}, {DAY.year}",
        "quote": "Bread needs heat, not gas.",
        "quote_speaker": "Ada Byron",
        "quote_role": "chief baker",
        "boilerplate": "Larkhall Foods builds ovens for 54 bakeries.",
        "media_contact": "Bo Lee, press@larkhall.example, +44 113 496 0000",
    },
    lines=(
        Line(
            1,
            "{company_name} today announced {product_name}.",
            "company_name product_name announcement_type",
        ),
        Line(1, "{product_summary}", "product_summary"),
        Line(1, "It is available {availability}.", "availability"),
    ),
    heard="I heard:",
    approve="Approve",
    headline="Larkhall Foods launches an oven that bakes without gas",
    files=("larkhall-foods.docx", "larkhall-foods.pdf"),
)
HEBREW = Release(
    said=(
        "אנחנו נטיף. המוצר החדש שלנו נקרא ברז. ברז מוצא נזילות בצינורות. "
        "הוא זמין החל ב-1 במרץ 2027 בישראל. "
        "הכותרת היא כזאת. נטיף משיקה חיישן שמוצא נזילות. "
        f"העיר היא חיפה. מפרסמים ב-{DAY:%d.%m.%Y}. "
        "המנכ״לית נועה כהן אומרת: כל טיפה כבר שולמה. "
        "נטיף מפתחת חיישנים ל-14 תאגידי מים. "
        "לעיתונאים, רון אביב, press@netif.example, +972 4-855-0142."
    ),
    facts={
        "company_name": "נטיף",
        "product_name": "ברז",
        "product_summary": "ברז מוצא נזילות בצינורות.",
        "availability": "החל ב-1 במרץ 2027 בישראל",
        "headline": "נטיף משיקה חיישן שמוצא נזילות",
        "city": "חיפה",
        "release_date": f"{DAY:%d.%m.%Y}",
        "quote": "כל טיפה כבר שולמה.",
        "quote_speaker": "נועה כהן",
        "quote_role": "המנכ״לית",
        "boilerplate": "נטיף מפתחת חיישנים ל-14 תאגידי מים.",
        "media_contact": "רון אביב, press@netif.example, +972 4-855-0142",
    },
    lines=(),
    heard="שמעתי",
    approve="אישור",
    headline="נטיף משיקה חיישן שמוצא נזילות",
    files=("press-release.docx", "press-release.pdf"),
)


@pytest.fixture(params=[ENGLISH, HEBREW], ids=["en", "he"])
def release(request: pytest.FixtureRequest) -> Release:
    chosen: Release = request.param
    return chosen


@pytest.fixture
def phone(page: Page, site: Installation, release: Release) -> Iterator[Locator]:
    """The simulator's phone, beside the processes that `make run` starts and a fake OpenAI."""
    with FakeOpenAI(model=release.model(), writer=ScriptedWriter(release.lines)) as openai:
        program = [sys.executable, "scripts/run.py", "--port", str(site.port), "--var", str(site.folder)]
        site.wait_until_alive(
            site.start_program(*program, OPENAI_API_KEY="sk-test", OPENAI_BASE_URL=openai.base_url)
        )
        page.goto(f"{site.url}/")
        yield page.locator(f'[data-testid="phone"][data-phone="{PHONE}"]')


def speak(phone: Locator, text: str) -> None:
    note = FilePayload(name="note.ogg", mimeType="audio/ogg", buffer=voice_note(text))
    phone.get_by_test_id("attach").set_input_files([note])


def fetch(page: Page, attachment: Locator, folder: Path, name: str) -> Path:
    """Open what is attached and store it."""
    expect(attachment).to_contain_text(name)
    answer = page.request.get(attachment.evaluate("link => link.href"))
    assert answer.ok
    path = folder / name
    path.write_bytes(answer.body())
    return path


def words_in(path: Path) -> str:
    """Return the text of a PDF, without its line breaks."""
    done = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


def printed_by_office(word: Path) -> Path:
    """Have LibreOffice open a Word file; return the PDF that it prints."""
    folder = word.parent / "office"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command: list[str | Path] = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        folder,
        word,
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=300)
    return folder / f"{word.stem}.pdf"


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="Debian: apt install poppler-utils")
def test_a_voice_message_becomes_a_word_file_and_a_pdf_in_the_chat(
    page: Page, phone: Locator, release: Release, tmp_path: Path
) -> None:
    speak(phone, release.said)
    phone.get_by_test_id("button").filter(has_text=release.approve).click()
    files = phone.get_by_test_id("document")
    expect(files).to_have_count(2)
    expect(replies(phone).first).to_contain_text(release.heard)
    word, pdf = (fetch(page, files.nth(at), tmp_path, name) for at, name in enumerate(release.files))
    assert Document(str(word)).core_properties.title == release.headline
    email = release.facts["media_contact"].split(", ")[1]
    assert email in words_in(pdf)
    assert shutil.which("soffice") is None or email in words_in(printed_by_office(word))
