// What pages do beyond reading: the theme switch, days relative to the reader's today, folder links from a disk.
(() => {
  const root = document.documentElement;

  const isDark = matchMedia("(prefers-color-scheme: dark)");
  const remembered = () => { try { return localStorage.getItem("tema"); } catch { return null; } };
  const remember = (theme) => { try { localStorage.setItem("tema", theme); } catch { /* private mode forbids it */ } };
  isDark.addEventListener("change", () => { root.dataset.theme = remembered() || (isDark.matches ? "dark" : "light"); });
  document.querySelector("[data-theme-switch]")?.addEventListener("click", () => {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    remember(root.dataset.theme);
  });

  const now = new Date();
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  const inWords = (days) => {
    if (days === 0) return "hari ini";
    if (days === 1) return "besok";
    return days > 0 ? `${days} hari lagi` : `${-days} hari lalu`;
  };
  for (const time of document.querySelectorAll("time[data-relative]")) {
    const days = Math.round((Date.parse(time.dateTime.slice(0, 10)) - today) / 864e5);
    if (!(Math.abs(days) <= 30)) continue;
    const words = document.createElement("strong");
    words.textContent = ` (${inWords(days)})`;
    time.append(words);
  }

  // A web server answers a folder with its index.html; a disk lists the folder's files.
  if (location.protocol === "file:") {
    for (const link of document.querySelectorAll("a[href]")) {
      if (link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
    }
  }
})();
