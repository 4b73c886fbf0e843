"""Visits to pages in a real browser, and everything the browser said meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, ViewportSize, expect

AXE = (Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 800}
PLAIN: Mapping[str, Any] = {
    **{"media": "screen", "color_scheme": "light", "contrast": "no-preference"},
    **{"forced_colors": "none", "reduced_motion": "no-preference"},
}
"""How a page is shown to somebody who set nothing."""
BLOCKED = "Service Worker registration blocked by Playwright"
ABANDONED = "net::ERR_ABORTED"
SHIFT = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(sum), 50)));
})"""


@dataclass
class Visit:
    """A page with what it asked for and complained of since it was opened."""

    page: Page
    requests: list[Request] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Hears every request, failure and message of the page."""
        self.page.on("request", self._request)
        self.page.on("console", self._console)
        self.page.on("response", self._response)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", self._failed)

    def _request(self, request: Request) -> None:
        self.requests.append(request)

    def _failed(self, request: Request) -> None:
        """Hears of a request that nothing came of; what a page left unfinished by going elsewhere is no failure."""
        if request.failure != ABANDONED:
            self.complaints.append(f"failed: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and message.text != BLOCKED:
            self.complaints.append(message.text)

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status}: {response.url}")

    @property
    def hosts(self) -> set[str]:
        return {urlsplit(request.url).netloc for request in self.requests}

    @property
    def bytes_sent(self) -> int:
        """What came over the wire, bodies only, as compressed."""
        return sum(request.sizes()["responseBodySize"] for request in self.requests)

    @property
    def overflow(self) -> int:
        """How many pixels the page is wider than its window."""
        return int(
            self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        )

    @property
    def layout_shift(self) -> float:
        return float(self.page.evaluate(SHIFT))

    @property
    def theme(self) -> str:
        return str(self.page.evaluate("document.documentElement.dataset.theme"))

    def accessibility_faults(self) -> list[str]:
        """What axe finds against WCAG 2.0 to 2.2, A and AA, and good practice."""
        return self._axe("tag", TAGS)

    def contrast_faults(self) -> list[str]:
        """The one thing axe looks for that another colour scheme can change."""
        return self._axe("rule", ["color-contrast"])

    def _axe(self, kind: str, values: list[str]) -> list[str]:
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        chosen = {
            "runOnly": {"type": kind, "values": values},
            "resultTypes": ["violations"],
            "preload": False,
        }
        found = self.page.evaluate("chosen => axe.run(document, chosen)", chosen)
        return [
            f"{fault['id']}: {node['target']} {node['failureSummary']}"
            for fault in found["violations"]
            for node in fault["nodes"]
        ]


class Tab(Visit):
    """A page that goes from address to address, each as on a first visit: a tenth of what a fresh profile costs."""

    def listen(self) -> None:
        """Hears all that happens from now on; nothing that is loaded is kept for the next address."""
        super().listen()
        self.tools = self.page.context.new_cdp_session(self.page)
        self.tools.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def open(self, url: str, window: ViewportSize = DESK, **media: Any) -> Tab:
        """Forgets what was and goes there, in a window of that size; `media` as `emulate_media` takes them."""
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        # What the page before still asks for, its icon above all, ends with it and is heard before it is forgotten.
        # Only a blank page asks for nothing itself: a text would have the browser look for an icon.
        self.page.goto("about:blank")
        self.tools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        self.requests.clear()
        self.complaints.clear()
        self.page.set_viewport_size(window)
        self.page.emulate_media(**{**PLAIN, **media})
        self.page.goto(url)
        return self

    def show(self, **media: Any) -> None:
        """Changes what the reader's system asks for, and waits until the page has followed."""
        self.page.emulate_media(**media)
        if scheme := media.get("color_scheme"):
            expect(self.page.locator("html")).to_have_attribute("data-theme", scheme)
        self.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


REFUSED = """addEventListener("securitypolicyviolation", refused =>
  console.error(`policy: ${refused.effectiveDirective} ${refused.blockedURI} ${refused.sample}`))"""


@contextmanager
def visit(browser: Browser, url: str, **context: Any) -> Iterator[Visit]:
    """Opens one address in a fresh profile and closes it when the block ends."""
    with _profile(browser, context) as page:
        opened = Visit(page)
        opened.listen()
        page.goto(url)
        yield opened


@contextmanager
def tab(browser: Browser, **context: Any) -> Iterator[Tab]:
    """A tab for many addresses, closed when the block ends."""
    with _profile(browser, context) as page:
        opened = Tab(page)
        opened.listen()
        yield opened


@contextmanager
def _profile(browser: Browser, context: Mapping[str, Any]) -> Iterator[Page]:
    with browser.new_context(**{"locale": "id-ID", "service_workers": "block", **context}) as profile:
        profile.add_init_script(REFUSED)
        yield profile.new_page()
