# In a real browser (Chromium without a window), from its file: at the widths of a desktop and a telephone, no
# error on the console, nothing that reaches outside, nothing wider than the window; a click on a picture enlarges it, and two
# are laid over each other.
#> 1280 ok
#> 390 ok
browser=$(command -v chromium || command -v chromium-browser) || { echo 'skipped: there is no chromium'; exit 77; }
f4s-metrics "$DATA/fused" --ids '*_z01?' >scores.ndjson; f4s-report scores.ndjson -o r.html --pictures 6 >/dev/null
open() { timeout 120 "$browser" --headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --hide-scrollbars --user-data-dir="$PWD/profile" --enable-logging=stderr --virtual-time-budget=4000 "$@" "file://$PWD/page.html" 2>log; }
# The page tells its width and whether its scripts ran, in its title.
probe='<script>document.title = [document.documentElement.scrollWidth <= window.innerWidth ? "fits" : "wide " + document.documentElement.scrollWidth, document.querySelectorAll("thead button").length > 0 ? "scripts" : "none", document.querySelectorAll("img[src]").length === [...document.images].filter((i) => i.complete && i.naturalWidth > 0).length ? "images" : "broken", (document.querySelector(".pic").click(), document.querySelector("dialog").open && document.querySelector("dialog img").naturalWidth > 0) ? "large" : "small", ([...document.querySelectorAll("button")].find((b) => b.textContent === "Compare two").click(), document.querySelector(".compare:not([hidden]) .top img").src.startsWith("data:")) ? "compared" : "apart"].join(" ")</script>'
{ cat r.html; echo "$probe"; } >page.html
for width in 1280 390; do
  open --window-size=$width,900 --dump-dom >dom.html
  grep -q '<title>fits scripts images large compared</title>' dom.html || { grep -o '<title>[^<]*' dom.html; exit 3; }
  ! grep 'CONSOLE' log || exit 4
  echo "$width ok"
done
