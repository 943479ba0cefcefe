// Contents stay open beside the text and fold into a menu on a narrow screen.
const menu = document.querySelector(".contents details");
const wide = matchMedia("(min-width: 70rem)");
const settle = () => { menu.open = wide.matches; };
settle();
wide.addEventListener("change", settle);

// The contents are a list in print; what else is folded stays as the reader has it.
addEventListener("beforeprint", () => { menu.open = true; });
addEventListener("afterprint", settle);

// What draws the charts is packed in the page, and runs as the very script that the page's policy names.
for (const packed of document.querySelectorAll("script.packed")) {
  try {
    const bytes = Uint8Array.from(atob(packed.textContent), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const script = document.createElement("script");
    script.textContent = await new Response(stream).text();
    document.head.append(script);
  } catch (fault) {
    // An older browser cannot unpack it, and keeps the still charts.
  }
}

// Each still chart is replaced by a live one; on any fault the still one stays.
for (const json of document.querySelectorAll("script.vl")) {
  const box = json.parentElement;
  const live = box.querySelector(".live");
  try {
    const spec = JSON.parse(json.textContent);
    delete spec.usermeta;
    const natural = Number(box.querySelector("svg").getAttribute("width"));
    const room = box.clientWidth - 2 * parseFloat(getComputedStyle(box).paddingLeft);
    if (room < natural && !spec.autosize && typeof spec.width === "number" && (spec.mark || spec.layer)) {
      spec.width = room;
      spec.autosize = { type: "fit-x", contains: "padding" };
    } else if (room < 0.8 * natural) {
      box.classList.add("scrolls");
    }
    const options = { mode: "vega-lite", actions: false, renderer: "svg", ast: true, logLevel: 1 };
    await window.vegaEmbed(live, spec, options);
    box.classList.add("drawn");
  } catch (fault) {
    live.replaceChildren();
  }
}

// What fits needs no stop for the keyboard; what does not shows that it goes on.
const measure = () => {
  for (const box of document.querySelectorAll(".chart, .table")) {
    const more = box.scrollWidth > box.clientWidth;
    box.classList.toggle("more", more);
    if (more) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
};
measure();
addEventListener("toggle", measure, true);
addEventListener("resize", measure);
