"""What a page costs a reader on a weak line: `make bench-pages` builds the demonstration and prints a table.

First paint at 400 kbit/s, 400 ms and a processor slowed four times, the median of three visits without a cache;
what is sent, compressed, with its requests; and Lighthouse's scores, the median of three. All but performance, which
the machine has a part in, must be 100: else it ends with 1.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from typing import Any

from kinds import KINDS, url_of
from playwright.sync_api import Browser, sync_playwright
from visits import visit
from web_server import serve

from bench.lighthouse import CATEGORIES, scores

PAGES = ("home", "programs", "program", "mentor", "agency", "about")
VISITS = 3
LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
FIRST_PAINT = """new Promise(done => new PerformanceObserver(list => {
  for (const paint of list.getEntriesByName("first-contentful-paint")) done(paint.startTime);
}).observe({type: "paint", buffered: true}))"""


def first_paint(browser: Browser, url: str) -> tuple[float, int, int]:
    """Milliseconds to the first paint on the weak line, with bytes sent and requests."""
    with visit(browser, "about:blank", **PHONE) as seen:
        phone = seen.page.context.new_cdp_session(seen.page)
        phone.send("Network.enable")
        phone.send("Network.emulateNetworkConditions", LINE)
        phone.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        seen.requests.clear()
        seen.page.goto(url)
        return float(seen.page.evaluate(FIRST_PAINT)), seen.bytes_sent, len(seen.requests)


def main(site: Path) -> None:
    """Measures the fullest page of each kind of the site at this path; SystemExit(1) for one with faults."""
    is_faulty = False
    print(f"{'page':<10}{'KiB':>6}{'requests':>10}{'first paint':>13}  " + "  ".join(CATEGORIES))
    with serve(site) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for kind in PAGES:
            fullest = max(site.glob(KINDS[kind]), key=lambda path: path.stat().st_size)
            url = server.root + url_of(site, fullest)
            paints = [first_paint(browser, url) for _ in range(VISITS)]
            seconds = median(paint[0] for paint in paints) / 1000
            rated = [scores(url) for _ in range(VISITS)]
            is_faulty |= any(each[name] < 100 for each in rated for name in CATEGORIES[1:])
            shown = "  ".join(f"{median(each[name] for each in rated):>{len(name)}}" for name in CATEGORIES)
            print(
                f"{kind:<10}{paints[0][1] / 1024:>6.1f}{paints[0][2]:>10}{seconds:>11.2f} s  {shown}",
                flush=True,
            )
        browser.close()
    raise SystemExit(is_faulty)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
