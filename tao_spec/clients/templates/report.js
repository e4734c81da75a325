"use strict";
// Everything that came from a client goes into the page as text, never as markup.
(() => {
  const byId = (name) => document.getElementById(name);
  const data = JSON.parse(byId("data").textContent);
  const rows = Array.from(document.querySelectorAll(".row"));
  const text = byId("text"), domain = byId("domain"), form = byId("filters"), count = byId("count"), none = byId("none");
  const boxes = Array.from(form.querySelectorAll("input[name=status]"));
  const known = rows.map((row) => ({ row, domain: row.dataset.domain, status: row.dataset.status, text: row.textContent.toLowerCase() }));

  const make = (tag, parent, words, name) => {
    const element = parent.appendChild(document.createElement(tag));
    if (words !== undefined) element.textContent = words;
    if (name) element.className = name;
    return element;
  };

  const table = (body, items) => {
    const whole = make("table", make("div", body, undefined, "scroll"));
    const head = make("tr", make("thead", whole));
    for (const words of ["What differs", "Expected", "The client's"]) make("th", head, words).scope = "col";
    const lines = make("tbody", whole);
    for (const [where, expected, got] of items) {
      const line = make("tr", lines);
      make("th", line, where).scope = "row";
      make("td", line, expected, "expected");
      make("td", line, got, "got");
    }
  };

  const unfold = (row) => {
    if (row.querySelector(".body")) return;
    const entry = data[rows.indexOf(row)];
    const body = make("div", row, undefined, "body");
    if (entry.description) make("p", body, entry.description);
    if (entry.items.length) table(body, entry.items);
    if (entry.more) make("p", body, `${entry.more.toLocaleString("en")} more differences are left out here.`, "meta");
    if (entry.log) { make("p", body, "The end of the client's standard error:", "meta"); make("pre", body, entry.log); }
    make("p", body, entry.meta.join(" · "), "meta");
    const link = make("a", make("p", body), "Link to this vector");
    link.href = "#" + encodeURIComponent(row.id);
  };

  const filter = () => {
    const words = text.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const statuses = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    let left = 0;
    for (const entry of known) {
      const shows = (!domain.value || entry.domain === domain.value) && statuses.has(entry.status) && words.every((word) => entry.text.includes(word));
      if (entry.row.hidden === shows) entry.row.hidden = !shows;
      left += shows;
    }
    count.textContent = left === rows.length ? `${left.toLocaleString("en")} vectors` : `${left.toLocaleString("en")} of ${rows.length.toLocaleString("en")} vectors`;
    none.hidden = left > 0;
  };

  const follow = () => {
    let name = location.hash.slice(1);
    try { name = decodeURIComponent(name); } catch { return; }
    const row = byId(name);
    if (!row || !row.classList.contains("row")) return;
    if (row.hidden) { form.reset(); filter(); }
    unfold(row);
    row.open = true;
    row.scrollIntoView();
  };

  for (const row of rows) row.addEventListener("toggle", () => { if (row.open) unfold(row); });
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  for (const button of document.querySelectorAll(".domain")) {
    button.addEventListener("click", () => { domain.value = button.dataset.domain; filter(); byId("vectors-title").scrollIntoView(); });
  }
  addEventListener("hashchange", follow);
  filter();
  follow();
})();
