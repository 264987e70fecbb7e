"""The office reads the central record in a real browser: on a laptop, a phone, in the dark, on paper."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.support.server import RunningServer, start_server

pytestmark = pytest.mark.browser

ARTEFACTS = Path(__file__).parent / "artefacts"

CODE = re.compile(r"^[A-Z2-9]{4}-[A-Z2-9]{4}$")

SIZES = {
    "laptop": {"viewport": {"width": 1366, "height": 768}},
    "phone": {"viewport": {"width": 412, "height": 915}, "has_touch": True},
    "dark": {"viewport": {"width": 1366, "height": 768}, "color_scheme": "dark"},
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server process whose plant has walked before."""
    running = start_server(tmp_path_factory.mktemp("office") / "data", history=True)
    yield running
    running.stop()


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, server: RunningServer) -> Iterator[Page]:
    """A browser at the sign-in page; the test names the size, a laptop's unless it does."""
    size = getattr(request, "param", "laptop")
    context = browser.new_context(base_url=server.url, **SIZES[size])
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("console", lambda said: troubles.append(said.text) if _is_trouble(said) else None)
    opened.on("response", lambda answer: troubles.append(answer.url) if answer.status >= 500 else None)
    opened.goto("/")
    yield opened
    context.close()
    assert troubles == []


def _is_trouble(said: ConsoleMessage) -> bool:
    # Chromium remarks on every answer that is no 200; a page that says “nothing here” is one on purpose.
    return said.type in {"error", "warning"} and "the server responded with a status of 40" not in said.text


def sign_in(page: Page, name: str = "Ana Horvat") -> None:
    page.get_by_label("Name").select_option(name)
    page.get_by_label("Password").fill("floorwalk")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Good")).to_be_visible()


def keep(page: Page, name: str) -> None:
    """Take a picture, and see that nothing hangs over the edge."""
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"office-{name}.png", full_page=True)
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, f"{name} is {over} pixels wider than the window"


@pytest.mark.parametrize(("page", "size"), [(size, size) for size in SIZES], indirect=["page"])
def test_every_page_can_be_walked_and_fits_the_window(page: Page, size: str) -> None:
    keep(page, f"sign-in-{size}")
    sign_in(page)
    keep(page, f"home-{size}")
    for path, heading in (
        ("/visits", "Visits"),
        ("/findings", "Findings"),
        ("/wins", "Wins"),
        ("/set-aside", "Set aside"),
    ):
        page.goto(path)
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
        keep(page, f"{path.strip('/')}-{size}")

    page.goto("/findings")
    page.locator(".finding-list a").first.click()
    expect(page.get_by_text("Good practice")).to_be_visible()
    keep(page, f"finding-{size}")

    page.goto("/visits?status=completed")
    page.get_by_role("link", name="Purchasing").first.click()
    expect(page.get_by_text("Nothing has changed since")).to_be_visible()
    keep(page, f"visit-{size}")
    page.get_by_role("link", name="History of this visit").click()
    expect(page.get_by_text("change by change")).to_be_visible()
    keep(page, f"history-{size}")

    page.goto("/tablets")
    keep(page, f"tablets-{size}")
    page.get_by_role("button", name="Enrol a tablet").click()
    expect(page.locator(".code")).to_have_text(CODE)
    keep(page, f"enrol-{size}")
    page.goto(f"/enrol?code={page.locator('.code').inner_text()}")
    expect(page.get_by_role("link", name="Open in Floorwalk")).to_be_visible()
    keep(page, f"enrol-landing-{size}")
    page.goto("/visits/nowhere")
    expect(page.get_by_role("heading", name="Nothing here")).to_be_visible()


def test_filter_stays_in_the_address_and_can_be_shared(page: Page) -> None:
    sign_in(page)
    page.get_by_role("link", name="Visits", exact=True).click()
    page.get_by_label("Status").select_option("Draft")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("status=draft"))
    expect(page.get_by_label("Status")).to_have_value("draft")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.reload()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Show everything").click()
    expect(page.locator("tbody tr").nth(1)).to_be_visible()


def test_keyboard_alone_is_enough(page: Page) -> None:
    page.get_by_label("Name").focus()
    page.keyboard.type("Ana")
    page.keyboard.press("Tab")
    page.keyboard.type("floorwalk")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Good")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Visits", exact=True)).to_be_focused()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Visits", exact=True)).to_be_visible()


@pytest.mark.parametrize("page", ["phone"], indirect=True)
def test_menu_opens_on_a_phone_without_a_script(page: Page) -> None:
    sign_in(page)
    link = page.get_by_role("link", name="Findings", exact=True)
    expect(link).to_be_hidden()
    page.get_by_text("Menu", exact=True).click()
    keep(page, "menu-phone")
    link.click()
    expect(page.get_by_role("heading", name="Findings", exact=True)).to_be_visible()


def test_access_is_ended_after_a_question_and_sign_out_ends_the_day(page: Page) -> None:
    sign_in(page)
    page.goto("/tablets")
    count = page.get_by_role("link", name="End access").count()
    enrol_one(page)
    page.goto("/tablets")
    expect(page.get_by_role("link", name="End access")).to_have_count(count + 1)
    page.get_by_role("link", name="End access of Tablet in the store").click()
    keep(page, "end-access-laptop")
    page.get_by_role("button", name="End access").click()
    expect(page.get_by_role("link", name="End access")).to_have_count(count)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    page.goto("/visits")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def enrol_one(page: Page) -> None:
    page.get_by_role("button", name="Enrol a tablet").click()
    message = {"code": page.locator(".code").inner_text(), "name": "Tablet in the store"}
    assert page.request.post("/api/v1/enrol", data=message).ok


def test_leader_reads_and_is_told_whom_the_tablets_page_is_for(page: Page) -> None:
    sign_in(page, "Lars Eriksson")
    expect(page.get_by_role("link", name="Tablets")).to_have_count(0)
    page.goto("/tablets")
    expect(page.get_by_role("heading", name="For quality managers")).to_be_visible()
    keep(page, "not-allowed-laptop")


def test_visit_prints_as_a_report(page: Page) -> None:
    sign_in(page)
    page.goto("/visits?status=completed")
    page.get_by_role("link", name="Purchasing").first.click()
    page.emulate_media(media="print")
    expect(page.locator(".rail")).to_be_hidden()
    expect(page.get_by_role("link", name="History of this visit")).to_be_hidden()
    # On paper “today” is soon another day.
    expect(page.locator("time").first).to_have_text(re.compile(r"20\d\d, \d\d:\d\d$"))
    expect(page.locator("time .screen-only").first).to_be_hidden()
    ARTEFACTS.mkdir(exist_ok=True)
    assert page.pdf(path=ARTEFACTS / "office-visit.pdf", format="A4").startswith(b"%PDF")
