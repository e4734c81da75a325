"""The HTML report in a real browser: filters typed and clicked, vectors unfolded, links followed."""

import shutil
from urllib.parse import quote

import pytest

from tao_spec.clients.reports import render_html
from tests.clients.reports_sample import HOSTILE_TEXT, sample

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

if BROWSER is None:
    pytest.skip("there is no chromium to show the page", allow_module_level=True)
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright, which drives the browser, is not installed")


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def show(browser, tmp_path):
    """Shows a report; at the end, no script of a client may have run and no error may have been told."""
    pages, complaints = [], []

    def show(report, anchor="", scheme="light"):
        (tmp_path / "report.html").write_text(render_html(report, timings=True), encoding="utf-8")
        page = browser.new_page(color_scheme=scheme)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith("file:") else complaints.append(request.url))
        page.goto(f"file://{tmp_path}/report.html{anchor}")
        pages.append(page)
        return page

    yield show
    for page in pages:
        assert page.evaluate("window.pwned") is None
        page.close()
    assert complaints == []


def visible(page):
    return page.locator(".row:visible .name").all_inner_texts()


def test_a_failing_vector_unfolds_to_its_difference(show):
    page = show(sample())
    row = page.locator(".row.fail").first
    assert row.locator("table").count() == 0
    row.locator("summary").click()
    row.locator("table").wait_for()
    cells = row.locator("tbody tr").first.locator("th, td").all_inner_texts()
    assert cells == ["SubtensorModule.TotalHotkeyAlpha[5F…, 2]", "12", "13"]
    assert "3 more differences" in row.inner_text()
    hostile = row.locator("tbody tr").nth(1).locator("td").first.text_content()
    assert "<script>window.pwned=1</script>" in hostile and page.locator("img").count() == 0
    row.locator("summary").click()
    assert not row.locator("table").is_visible()


def test_vectors_are_filtered_by_text_status_and_domain(show):
    page = show(sample())
    assert len(visible(page)) == 7
    page.fill("#text", "EXPECTED 12")
    assert visible(page) == ["stake/case 1"]
    assert page.inner_text("#count") == "1 of 7 vectors"
    page.fill("#text", "nothing like it")
    assert visible(page) == [] and page.locator("#none").is_visible()
    page.click("button[type=reset]")
    sync_api.expect(page.locator(".row:not([hidden])")).to_have_count(7)
    page.click(".chip.pass span")
    assert len(visible(page)) == 4
    page.select_option("#domain", "pools")
    assert visible(page) == ["pools/case 3"]
    page.click(".chip.pass span")
    assert len(visible(page)) == 3


def test_a_bar_of_the_picture_shows_its_domain_only(show):
    page = show(sample())
    page.click(".domain[data-domain=stake]")
    assert visible(page) == ["stake/case 0", "stake/case 1", "stake/case 2"]
    assert page.input_value("#domain") == "stake"
    assert page.locator(".bars svg").count() == 3


def test_a_link_leads_to_its_vector_even_where_a_filter_hides_it(show):
    page = show(sample(), anchor="#" + quote("stake/case 1", safe=""))
    row = page.locator(".row.fail").first
    assert row.evaluate("row => row.open") and row.locator("table").is_visible()
    page.fill("#text", "pools")
    page.evaluate("location.hash = 'stake%2Fcase%202'")
    sync_api.expect(page.locator(".row.unsupported").first).to_have_attribute("open", "")
    assert page.locator(".row.unsupported").is_visible()
    link = page.locator(".row.unsupported .body a").get_attribute("href")
    assert link == "#stake%2Fcase%202"


def test_the_keyboard_reaches_a_vector(show):
    page = show(sample())
    page.locator(".row.fail summary").first.focus()
    page.keyboard.press("Enter")
    page.locator(".row.fail table").first.wait_for()


def test_the_page_follows_the_colours_of_the_reader(show):
    background = "getComputedStyle(document.body).backgroundColor"
    assert show(sample()).evaluate(background) != show(sample(), scheme="dark").evaluate(background)


def test_hostile_names_stand_as_text(show):
    page = show(sample())
    assert "<script>window.pwned=1</script>" in page.inner_text("h1")
    assert HOSTILE_TEXT[:40] in page.locator(".row.malformed .name").inner_text()


def test_five_thousand_vectors_are_shown_and_filtered_quickly(show):
    page = show(sample(extra=5000))
    assert page.inner_text("#count") == "5,007 vectors"
    took = page.evaluate(
        "() => { const began = performance.now(); const text = document.getElementById('text');"
        " text.value = 'case 123'; text.dispatchEvent(new Event('input', {bubbles: true}));"
        " document.body.offsetHeight; return performance.now() - began; }"
    )
    assert took < 1000
    assert len(visible(page)) == sum("123" in str(number) for number in range(10, 5010))
