// The text of a bilag's page lies over its picture, so that words are marked where one sees them. Where the fold below is
// opened, the text stands there to be read; without this it only does that.
(() => {
  const FONT = "Arial, Helvetica, sans-serif"; // as in the style sheet
  const EM = 100;
  const TALL = 0.86; // of a line, its letters
  const ruler = document.createElement("canvas").getContext("2d");
  ruler.font = `${EM}px ${FONT}`;
  ruler.fontKerning = "none";
  const ems = (text) => ruler.measureText(text).width / EM;
  const numbers = (text) => text.split(" ").map(Number);
  // Read by the style sheet over the picture alone. A hundred parts of the page's width are 1cqw.
  const set = (piece, places) => {
    for (const [name, parts] of Object.entries(places)) piece.style.setProperty(`--${name}`, `${parts / 100}cqw`);
  };

  const spread = (line, size) => {
    for (const word of line.querySelectorAll("[data-wide]")) {
      const [wide, gap] = numbers(word.dataset.wide);
      const text = word.textContent.trimEnd().replaceAll("\u00ad", "");
      const letters = (wide - ems(text) * size) / Math.max([...text].length, 1);
      set(word, { letters, words: gap - ems(" ") * size - letters });
    }
  };
  const boxOf = (line) => {
    const [left, top, height] = numbers(line.dataset.at);
    const words = [...line.querySelectorAll("[data-wide]")].map((word) => numbers(word.dataset.wide));
    const wide = words.reduce((sum, [width, gap]) => sum + width + gap, 0);
    return { line, left, top, height, right: left + wide, bottom: top + height };
  };
  const isBeside = (one, other) =>
    one !== other && Math.abs(one.top + one.bottom - other.top - other.bottom) < Math.min(one.height, other.height);

  // Each line reaches out over the white around it, to the lines beside and under it: a drag that ends there ends in it.
  const place = (page) => {
    sight.unobserve(page);
    const [width, height] = ["width", "height"].map((side) => Number(page.querySelector("img").getAttribute(side)));
    const bottom = (10000 * height) / width;
    const boxes = [...page.querySelectorAll("[data-at]")].map(boxOf).filter((box) => box.height);
    for (const box of boxes) {
      const beside = boxes.filter((other) => isBeside(box, other));
      // What is white between two columns belongs to the left one.
      box.from = beside.some((other) => other.left < box.left) ? box.left : 0;
      box.to = Math.min(10000, ...beside.filter((other) => other.left >= box.right).map((other) => other.left));
    }
    for (const box of boxes) {
      const along = boxes.filter((other) => other !== box && other.from < box.to && other.to > box.from && !isBeside(box, other));
      const under = Math.min(bottom, ...along.filter((other) => other.top > box.top).map((other) => other.top));
      const above = along.some((other) => other.top < box.top) ? 0 : box.top;
      const size = box.height * TALL;
      set(box.line, {
        size,
        height: box.height,
        left: box.from,
        top: box.top - above,
        above,
        before: box.left - box.from,
        after: Math.max(box.to - box.right, 0),
        below: Math.max(under - box.bottom, 0),
      });
      spread(box.line, size);
    }
  };
  // A long bilag has many words: those of a page are placed when one is about to see it.
  const sight = new IntersectionObserver(
    (seen) => {
      for (const { target, isIntersecting } of seen) if (isIntersecting) place(target);
    },
    { rootMargin: "100% 0px" },
  );

  const lay = (fold) => {
    const page = fold.closest("figure");
    const words = fold.querySelector(".page-words");
    const move = () => (fold.open ? fold : page.querySelector(".page-picture")).append(words);
    fold.dataset.laid = "yes";
    // Words that do not stand upright have no place over the picture.
    fold.open = words.querySelector('[data-at$=" 0"] mark') !== null;
    move();
    fold.addEventListener("toggle", move);
    sight.observe(page);
  };

  const look = (piece) => {
    const folds = piece.querySelectorAll(".page-fold:not([data-laid])");
    for (const fold of folds) lay(fold);
    // The words that one came for have moved.
    const wanted = folds.length && location.hash && document.getElementById(location.hash.slice(1));
    if (!wanted) return;
    const page = wanted.closest(".attachment-page");
    if (page) place(page);
    wanted.scrollIntoView({ block: "center" });
  };
  look(document);
  document.addEventListener("htmx:afterSettle", (event) => look(event.target));
})();
