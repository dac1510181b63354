"use strict";
(() => {
  const make = (name, parent, more) => {
    const element = Object.assign(document.createElement(name), more || {});
    if (parent) parent.append(element);
    return element;
  };
  // Tables: a click on a heading sorts; long ones have a filter.
  const valueOf = (row, column) => {
    const text = row.cells[column].textContent.trim();
    const number = parseFloat(text.replace(/^[<[]/, ""));
    return Number.isNaN(number) || !row.cells[column].classList.contains("n") ? text : number;
  };
  const sortBy = (table, heading, column) => {
    const up = heading.getAttribute("aria-sort") !== "ascending";
    table.querySelectorAll("thead th").forEach((other) => other.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", up ? "ascending" : "descending");
    const rows = [...table.tBodies[0].rows].map((row) => [valueOf(row, column), row]);
    const text = (value) => typeof value === "string";
    rows.sort(([a], [b]) => {
      if (text(a) !== text(b)) return text(a) ? 1 : -1;
      const order = text(a) ? a.localeCompare(b) : a - b;
      return up ? order : -order;
    });
    rows.forEach(([, row]) => table.tBodies[0].append(row));
  };
  document.querySelectorAll("table.data").forEach((table) => {
    [...table.querySelectorAll("thead th")].forEach((heading, column) => {
      const button = make("button", null, { type: "button", title: "sort" });
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => sortBy(table, heading, column));
    });
    if (table.tBodies[0].rows.length < 20) return;
    const label = make("label", null, { textContent: "Filter: " });
    const field = make("input", label, { type: "search" });
    table.parentElement.before(label);
    field.addEventListener("input", () => {
      const wanted = field.value.toLowerCase();
      for (const row of table.tBodies[0].rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    });
  });
  // Slices one at a time, by a slider.
  document.querySelectorAll(".strip").forEach((strip) => {
    const figures = [...strip.querySelectorAll("figure")];
    const button = make("button", null, { type: "button", className: "act", textContent: "One at a time" });
    const slider = make("input", null, { type: "range", className: "slider", min: 0, max: figures.length - 1, hidden: true });
    slider.value = Math.floor(figures.length / 2);
    slider.setAttribute("aria-label", "slice");
    strip.before(button, slider);
    const show = () => {
      figures.forEach((figure, i) => { figure.hidden = !slider.hidden && i !== Number(slider.value); });
      slider.setAttribute("aria-valuetext", figures[slider.value].querySelector("figcaption").textContent);
    };
    slider.addEventListener("input", show);
    button.addEventListener("click", () => {
      slider.hidden = !slider.hidden;
      strip.classList.toggle("one", !slider.hidden);
      button.textContent = slider.hidden ? "One at a time" : "All slices";
      show();
    });
  });
  // A picture as large as the window: a click or Enter opens it, arrows show those beside it, Escape closes.
  const dialog = make("dialog", document.body);
  const close = make("button", dialog, { type: "button", className: "act", textContent: "Close" });
  const stage = make("div", dialog), caption = make("p", dialog);
  let beside = [], at = 0;
  const enlarge = (index) => {
    at = (index + beside.length) % beside.length;
    const pic = beside[at].cloneNode(true), image = beside[at].querySelector("img");
    pic.removeAttribute("role");
    pic.removeAttribute("tabindex");
    pic.removeAttribute("aria-label");
    dialog.style.setProperty("--ratio", image.naturalWidth / image.naturalHeight);
    stage.replaceChildren(pic);
    caption.textContent = image.alt;
    if (!dialog.open) dialog.showModal();
  };
  dialog.setAttribute("aria-label", "picture");
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") enlarge(at + 1);
    if (event.key === "ArrowLeft") enlarge(at - 1);
  });
  document.querySelectorAll(".row, .strip").forEach((row) => {
    const pics = [...row.querySelectorAll(".pic")];
    pics.forEach((pic, index) => {
      Object.assign(pic, { tabIndex: 0 }).setAttribute("role", "button");
      pic.setAttribute("aria-label", "enlarge " + pic.querySelector("img").alt);
      const open = () => { beside = pics; enlarge(index); };
      pic.addEventListener("click", open);
      pic.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        open();
      });
    });
  });
  // Two pictures over each other, parted by a line that moves.
  document.querySelectorAll(".swipe").forEach((row) => {
    const pictures = [...row.querySelectorAll("figure")];
    if (pictures.length < 2) return;
    const button = make("button", null, { type: "button", className: "act", textContent: "Compare two" });
    const place = make("div", null, { className: "compare", hidden: true });
    row.after(button, place);
    const choose = (first) => {
      const select = make("select", place);
      select.setAttribute("aria-label", first ? "left picture" : "right picture");
      pictures.forEach((one) => make("option", select, { textContent: one.querySelector("figcaption").textContent }));
      select.selectedIndex = first ? 0 : pictures.length - 1;
      return select;
    };
    const left = choose(true), right = choose(false);
    const pic = make("div", place, { className: "pic" });
    const under = make("img", pic), top = make("div", pic, { className: "top" }), over = make("img", top);
    const bar = make("div", pic, { className: "bar" });
    const range = make("input", place, { type: "range", min: 0, max: 100, value: 50 });
    range.setAttribute("aria-label", "where the left picture ends");
    const show = () => {
      const image = (select) => pictures[select.selectedIndex].querySelector("img");
      [[over, left], [under, right]].forEach(([shown, select]) => {
        shown.src = image(select).src;
        shown.alt = image(select).alt;
      });
      top.style.clipPath = "inset(0 " + (100 - range.value) + "% 0 0)";
      bar.style.left = range.value + "%";
    };
    [left, right, range].forEach((control) => control.addEventListener("input", show));
    button.addEventListener("click", () => {
      place.hidden = !place.hidden;
      button.textContent = place.hidden ? "Compare two" : "Close comparison";
      show();
    });
  });
})();
