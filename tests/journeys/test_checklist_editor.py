"""A quality manager writes a checklist in a real browser; two of them at once lose nothing."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from tests.support.server import RunningServer, start_server

pytestmark = pytest.mark.browser

ARTEFACTS = Path(__file__).parent / "artefacts"

SIZES: dict[str, dict[str, Any]] = {
    "laptop": {"viewport": {"width": 1366, "height": 768}},
    "phone": {"viewport": {"width": 412, "height": 915}, "has_touch": True},
    "dark": {"viewport": {"width": 1366, "height": 768}, "color_scheme": "dark"},
}

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server process with the sample plant."""
    running = start_server(tmp_path_factory.mktemp("editor") / "data")
    yield running
    running.stop()


@pytest.fixture
def sign_in(browser: Browser, server: RunningServer) -> Iterator[Open]:
    """Open a browser with somebody signed in; nothing on its console is trouble."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def note(said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"}:
            troubles.append(said.text)

    def opened(name: str = "Ana Horvat", size: str = "laptop") -> Page:
        context = browser.new_context(base_url=server.url, **SIZES[size])
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto("/")
        page.get_by_label("Name").select_option(name)
        page.get_by_label("Password").fill("floorwalk")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="Good")).to_be_visible()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


def keep(page: Page, name: str) -> None:
    """Take a picture, and see that nothing hangs over the edge."""
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"checklists-{name}.png", full_page=True)
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, f"{name} is {over} pixels wider than the window"


def new_checklist(page: Page, title: str) -> str:
    """Begin a checklist and return its draft's address."""
    page.goto("/checklists")
    page.get_by_text("New checklist").click()
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Begin", exact=True).click()
    page.wait_for_url("**/draft")
    return page.url


def add_question(page: Page, text: str) -> None:
    """Type a question into the outline, as one does without a mouse."""
    box = page.locator('form[data-add="question"] input').first
    box.fill(text)
    box.press("Enter")
    expect(field(page, "text")).to_have_value(text)


def field(page: Page, name: str) -> Locator:
    """Return where a field of the question is written."""
    return page.locator(f'.field[data-name="{name}"] :is(textarea, input, select)').first


def write(page: Page, name: str, text: str) -> None:
    """Write into a field, and wait until it is kept."""
    box = field(page, name)
    if box.evaluate("one => one.tagName") == "SELECT":
        box.select_option(text)
    else:
        box.fill(text)
        box.blur()
    expect(page.locator(".field[data-touched]")).to_have_count(0)
    expect(page.locator("[data-saved]")).to_contain_text("Saved")


def complete(page: Page) -> None:
    """Fill in what a question has to have."""
    write(page, "why", "So that nobody gets hurt.")
    write(page, "look_for", "Guards in place\nThe last two near misses")
    write(page, "ask", "What would you show a visitor first?")
    write(page, "outcome", "safety")


def outline(page: Page) -> list[str]:
    """Return the questions in the outline."""
    return page.locator('[data-outline] li[data-kind="question"] .words').all_inner_texts()


def test_checklist_is_written_tried_and_published_without_seeing_a_file(sign_in: Open) -> None:
    page = sign_in()
    draft = new_checklist(page, "Crane check")
    write(page, "purpose", "Find out how we keep people safe around the crane.")
    page.locator("a.section-line").first.click()
    write(page, "title", "Around the crane")

    add_question(page, "What is going well around the crane?")
    complete(page)
    add_question(page, "Do you check the hook?")
    expect(page.locator('.field[data-name="text"] .field-notes')).to_contain_text("yes or no")
    complete(page)
    write(page, "text", "How do you know that the hook holds?")
    expect(page.locator('.field[data-name="text"] .field-notes li')).to_have_count(0)

    page.get_by_role("button", name="Add a condition").click()
    page.get_by_label("Comparison", exact=True).select_option("is finding")
    expect(page.locator("input.expression")).to_have_value(re.compile(r" is finding$"))
    expect(page.locator("[data-outline] .mark.if")).to_have_count(1)
    keep(page, "editor-laptop")

    page.get_by_role("link", name="Preview").click()
    expect(page.get_by_text("How do you know that the hook holds?")).to_have_count(0)
    page.get_by_role("button", name="Needs attention").first.click()
    expect(page.get_by_text("How do you know that the hook holds?")).to_be_visible()
    keep(page, "preview-laptop")

    page.goto(f"{draft}/translate")
    page.get_by_label("Another language").fill("de")
    page.get_by_role("button", name="Add").click()
    title = page.get_by_label("Title in de: Crane check")
    title.fill("Kranprüfung")
    title.blur()
    expect(page.locator("[data-saved]")).to_contain_text("Saved")
    page.goto(f"{draft}/preview?language=de")
    expect(page.locator(".tablet-title")).to_have_text("Kranprüfung")

    page.goto(f"{draft}/publish")
    keep(page, "publish-laptop")
    page.get_by_role("button", name="Publish version 1").click()
    expect(page.get_by_text("On tablets")).to_be_visible()


def test_order_is_changed_and_taken_back_by_keyboard_alone(sign_in: Open) -> None:
    page = sign_in()
    new_checklist(page, "Ladder check")
    for text in ("What is good?", "What is second?", "What is third?"):
        add_question(page, text)
    line = page.locator('a.outline-line[data-kind="question"]').nth(2)
    line.focus()
    line.press("Alt+ArrowUp")
    expect(page.locator('a.outline-line[data-kind="question"]').nth(1)).to_contain_text("third")
    expect(page.locator("[data-moved]")).to_contain_text("now 2 of 3")
    expect(page.locator(":focus")).to_contain_text("third")
    page.locator(":focus").press("Alt+ArrowUp")
    expect(page.locator('a.outline-line[data-kind="question"]').nth(0)).to_contain_text("third")
    page.locator(":focus").press("Delete")
    expect(page.locator('a.outline-line[data-kind="question"]')).to_have_count(2)
    expect(page.locator(":focus")).to_contain_text("Undo")
    page.keyboard.press("Enter")
    expect(page.locator('a.outline-line[data-kind="question"]')).to_have_count(3)
    assert outline(page) == ["What is third?", "What is good?", "What is second?"]


def test_question_is_dragged_to_another_place(sign_in: Open) -> None:
    page = sign_in()
    new_checklist(page, "Door check")
    for text in ("What is good?", "What is second?", "What is third?"):
        add_question(page, text)
    lines = page.locator('[data-outline] li[data-kind="question"]')
    lines.nth(0).drag_to(lines.nth(2))
    expect(lines.nth(2)).to_contain_text("good")
    assert outline(page) == ["What is second?", "What is third?", "What is good?"]


def test_finger_takes_a_question_by_its_grip_to_another_place(sign_in: Open) -> None:
    page = sign_in(size="phone")
    new_checklist(page, "Gate check")
    for text in ("What is good?", "What is second?", "What is third?"):
        add_question(page, text)
    lines = page.locator('[data-outline] li[data-kind="question"]')
    grip = lines.nth(2).locator(".grip")
    grip.scroll_into_view_if_needed()
    box, over = grip.bounding_box(), lines.nth(0).bounding_box()
    assert box
    assert over
    assert min(box["width"], box["height"]) >= 44
    finger = page.context.new_cdp_session(page)
    x, y, end = box["x"] + 22, box["y"] + 22, over["y"] + 10
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for part in (0.2, 0.5, 0.8, 1):
        at = {"x": x, "y": y + (end - y) * part}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [at]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(lines.nth(0)).to_contain_text("third")
    expect(page.locator("[data-moved]")).to_have_text(
        "What is third?: now 1 of 3 in A section without a name."
    )
    # The buttons do the same, and stay where the finger is.
    page.locator('a.outline-line[data-kind="question"]').nth(0).tap()
    down = page.get_by_role("button", name="Move down")
    # The part that is open is drawn anew once it has come.
    expect(field(page, "text")).to_have_value("What is third?")
    expect(down).to_be_visible()
    size = down.bounding_box()
    assert size
    assert min(size["width"], size["height"]) >= 44
    down.tap()
    expect(page.locator("[data-moved]")).to_contain_text("now 2 of 3")
    expect(down).to_be_focused()
    assert outline(page) == ["What is good?", "What is third?", "What is second?"]


def test_translation_is_marked_once_its_original_has_changed(sign_in: Open) -> None:
    page = sign_in()
    draft = new_checklist(page, "Rope check")
    add_question(page, "What is good about the ropes?")
    page.goto(f"{draft}/translate")
    page.get_by_label("Another language").fill("de")
    page.get_by_role("button", name="Add").click()
    words = page.get_by_label("Question in de: What is good about the ropes?")
    words.fill("Was ist gut an den Seilen?")
    words.blur()
    expect(page.locator("[data-saved]")).to_contain_text("Saved")
    page.goto(f"{draft}?part=question/what-is-good-about-the")
    write(page, "text", "What is good about the ropes and slings?")
    page.get_by_role("link", name="1 original changed since").click()
    changed = page.locator("#changed .pair")
    expect(changed.locator("ins")).to_have_text(re.compile("and slings"))
    keep(page, "stale-laptop")
    changed.get_by_role("button", name="Still right").click()
    expect(changed.get_by_text("Still right")).to_be_visible()
    page.goto(f"{draft}/publish")
    expect(page.get_by_text("changed since")).to_have_count(0)


def test_what_can_not_be_kept_is_said_beside_its_field_until_it_is_put_right(sign_in: Open) -> None:
    page = sign_in()
    new_checklist(page, "Cold check")
    add_question(page, "How warm is it?")
    write(page, "type", "number")
    lowest = field(page, "lowest")
    lowest.fill("about two")
    lowest.blur()
    said = page.locator('.field[data-name="lowest"] .field-notes')
    expect(said).to_contain_text("write a number here")
    expect(page.locator("[data-saved]")).to_contain_text("not kept yet")
    write(page, "lowest", "2")
    expect(said).to_have_text("")


def test_two_people_in_two_fields_both_keep_their_words(sign_in: Open) -> None:
    ana, jan = sign_in(), sign_in("Jan de Vries")
    draft = new_checklist(ana, "Shared check")
    add_question(ana, "What is good here?")
    jan.goto(ana.url)
    write(ana, "why", "Ana says why.")
    write(jan, "ask", "Jan asks.")
    expect(field(jan, "why")).to_have_value("Ana says why.")
    expect(field(ana, "ask")).to_have_value("Jan asks.")
    expect(ana.locator("[data-others]")).to_contain_text("Jan de Vries")
    assert draft in ana.url


def test_two_people_in_one_field_see_both_texts_and_choose(sign_in: Open) -> None:
    ana, jan = sign_in(), sign_in("Jan de Vries")
    draft = new_checklist(ana, "Contested check")
    add_question(ana, "What is good here?")
    jan.goto(ana.url)
    expect(field(jan, "why")).to_have_value("")
    # Both write before either has seen the other's words.
    jan.route("**/draft/state*", lambda route: route.fulfill(json={}))
    field(jan, "why").focus()
    write(ana, "why", "Ana's reason.")
    field(jan, "why").fill("Jan's reason.")
    field(jan, "why").blur()
    both = jan.get_by_role("alertdialog")
    expect(both).to_contain_text("Ana Horvat changed this too")
    expect(both).to_contain_text("Ana's reason.")
    expect(both).to_contain_text("Jan's reason.")
    keep(jan, "two-texts-laptop")
    both.get_by_role("button", name="Use mine").click()
    expect(field(ana, "why")).to_have_value("Jan's reason.")
    ana.goto(f"{draft}/history")
    expect(ana.get_by_text("kept, not done")).to_be_visible()
    expect(ana.get_by_text("Ana's reason.").first).to_be_visible()


@pytest.mark.parametrize("size", ["phone", "dark"])
def test_every_page_of_checklists_fits_the_window(sign_in: Open, size: str) -> None:
    page = sign_in(size=size)
    page.goto("/checklists/supplier-visit")
    page.get_by_role("button", name="Change it").or_(
        page.get_by_role("link", name="Go on with the draft")
    ).click()
    page.wait_for_url("**/draft")
    keep(page, f"whole-{size}")
    page.locator('a.outline-line[data-kind="question"]').nth(1).click()
    expect(page.locator('.part-form[data-kind="question"]')).to_be_visible()
    keep(page, f"question-{size}")
    for path in ("", "/supplier-visit", "/supplier-visit/compare", "/supplier-visit/retire"):
        page.goto(f"/checklists{path}")
        keep(page, f"page{path.replace('/', '-')}-{size}")
    for tab in ("translate", "preview", "history", "publish", "discard"):
        page.goto(f"/checklists/supplier-visit/draft/{tab}")
        keep(page, f"{tab}-{size}")
