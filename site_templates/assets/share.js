// Fetched when asked for: one run as a calendar file, and a page as a circular or a poster with its QR code.
const compact = (day) => day.replaceAll("-", "");
const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");
const after = (day) => new Date(Date.parse(day) + 864e5).toISOString().slice(0, 10);
const folded = (line) => {
  const parts = [""];
  let octets = 0;
  for (const letter of line) {
    const size = new TextEncoder().encode(letter).length;
    if (octets + size > 74) { parts.push(""); octets = 0; }
    parts[parts.length - 1] += letter;
    octets += size;
  }
  return parts.join("\r\n ");
};

// The events of a run, or the day on which its registration opens: `link` is what its page offers to save it by, `title` and `address` are that page's.
const events = (link, title, address) => {
  const [minutes, run] = link.closest("[data-runs]").dataset.runs.split(" ");
  const [starts, ends, opens, closes] = run.split("/");
  const { uid, edition, since, rule, place } = link.dataset;
  const event = (...own) => ["BEGIN:VEVENT", ...own, `DTSTAMP:${compact(since)}T000000Z`, `SEQUENCE:${edition}`, "STATUS:CONFIRMED", "TRANSP:TRANSPARENT", `URL:${address}`, "END:VEVENT"];
  const instant = (time) => `${new Date(Date.parse(time) - minutes * 6e4).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
  if ("remind" in link.dataset) {
    return event(`UID:buka-${uid}`, `SUMMARY:${escaped("%%opening%%".replace("{title}", title))}`, `DTSTART;VALUE=DATE:${compact(opens)}`, `DTEND;VALUE=DATE:${compact(after(opens))}`);
  }
  return [
    ...event(`UID:${uid}`, `SUMMARY:${escaped(title)}`, `DTSTART;VALUE=DATE:${compact(starts)}`, `DTEND;VALUE=DATE:${compact(after(rule ? starts : ends))}`, ...(rule ? [`RRULE:${rule}`] : []), ...(place ? [`LOCATION:${escaped(place)}`] : [])),
    ...(closes ? event(`UID:tutup-${uid}`, `SUMMARY:${escaped("%%deadline%%".replace("{title}", title))}`, `DTSTART:${instant(`${closes}T23:59:00Z`)}`, `DTEND:${instant(`${after(closes)}T00:00:00Z`)}`) : []),
  ];
};
const titleOf = (page) => page.querySelector("h1").textContent;
const save = (name, lines) => {
  const all = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Portal Karier ASN//ID", "CALSCALE:GREGORIAN", ...lines, "END:VCALENDAR"];
  const file = document.createElement("a");
  file.href = URL.createObjectURL(new Blob([all.map((line) => `${folded(line)}\r\n`).join("")], { type: "text/calendar" }));
  file.download = `${name}.ics`;
  file.click();
};

export const calendar = (link) =>
  save(link.dataset.uid.split("@")[0], events(link, titleOf(document), location.href.split("#")[0]));

// The next run of each programme, `pages` being theirs by address; how many there were.
export const calendarOf = (pages) => {
  const { standing, dayAhead } = window.karier;
  const isAhead = (link) => {
    const [minutes, run] = link.closest("[data-runs]").dataset.runs.split(" ");
    return standing(run, dayAhead(+minutes))[0] !== "finished";
  };
  const next = [...pages].map(([address, page]) => [[...page.querySelectorAll(".keep[data-uid]")].find(isAhead), titleOf(page), address]);
  const found = next.filter(([link]) => link);
  if (found.length) save("rencana-saya", found.flatMap((each) => events(...each)));
  return found.length;
};

export const paper = async (kind) => {
  const figure = document.querySelector("[data-qr]");
  if (figure && !figure.querySelector("svg")) {
    const { generate } = await import(new URL(figure.dataset.qr, location));
    const code = generate(figure.dataset.address);
    let path = "";
    for (let y = 0; y < code.size; y++) for (let x = 0; x < code.size; x++) if (code.get(x, y)) path += `M${x} ${y}h1v1h-1z`;
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", `-4 -4 ${code.size + 8} ${code.size + 8}`);
    svg.append(document.createElementNS(svg.namespaceURI, "path"));
    svg.firstChild.setAttribute("d", path);
    figure.firstElementChild.append(svg);
  }
  document.documentElement.dataset.print = kind;
  addEventListener("afterprint", () => { delete document.documentElement.dataset.print; }, { once: true });
  print();
};
