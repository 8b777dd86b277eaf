// Of each text that is shown: what it is painted with and on, as the browser computed it, in one line, its sign. What
// axe says of the contrast of a text depends on nothing else, so texts of one sign are well or ill together. It is axe
// that judges; here is said which texts it would look at, and which of them are one and the same to it (axe 4.14).
() => {
  const CLEAR = "rgba(0, 0, 0, 0)";
  const FIELDS = ["INPUT", "SELECT", "TEXTAREA"];
  const WORDLESS_FIELDS = ["hidden", "range", "color", "checkbox", "radio", "image"];
  const NEVER_SHOWN = ["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "OPTION", "OPTGROUP"];
  const MAY_BE_DISABLED = ["FIELDSET", "BUTTON", "SELECT", "INPUT", "TEXTAREA"];
  const CLIPPED = /rect\(([0-9]+)px,? ([0-9]+)px,? ([0-9]+)px,? ([0-9]+)px\)/;
  const range = document.createRange();
  const isFromLeft = getComputedStyle(document.body).direction === "ltr";
  const grounds = [];
  const texts = [];

  // What axe does not look at, by its own measures.
  const isClipped = ({ clip, position }) => {
    const found = (position === "absolute" || position === "fixed") && clip.match(CLIPPED);
    return found && found[3] - found[1] <= 0 && found[2] - found[4] <= 0;
  };
  const isOffscreen = (box, { position }) =>
    position !== "fixed" &&
    ((isFromLeft && box.right + scrollX <= 0 && box.left !== box.right) ||
      (position === "absolute" && box.bottom + scrollY <= 0 && box.top !== box.bottom));
  const isCutOff = ({ overflow, position }, box, clips) => {
    if (position === "fixed") return false;
    const those = position !== "absolute" ? clips : overflow === "hidden" ? [box] : [];
    return those.some(({ width, height }) => width < 2 || height < 2);
  };
  const isDisabled = (element, isWithin) => {
    if (MAY_BE_DISABLED.includes(element.tagName) && element.hasAttribute("disabled")) return true;
    return element.ariaDisabled ? element.ariaDisabled === "true" : isWithin;
  };

  const middle = ({ left, top, right, bottom }) => ({ x: (left + right) / 2, y: (top + bottom) / 2 });
  const isIn = ({ x, y }, { left, top, right, bottom }, margin = 0) =>
    x >= left + margin && x <= right - margin && y >= top + margin && y <= bottom - margin;
  const holds = (outer, inner) =>
    outer.left <= inner.left && outer.top <= inner.top && outer.right >= inner.right && outer.bottom >= inner.bottom;
  const meets = (one, other) =>
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  const cut = (one, other) => ({
    left: Math.max(one.left, other.left),
    top: Math.max(one.top, other.top),
    right: Math.min(one.right, other.right),
    bottom: Math.min(one.bottom, other.bottom),
  });
  const isSome = ({ left, top, right, bottom }) => right > left && bottom > top;

  // Where the words of an element stand, as far as they are not cut off.
  const placesOf = (element, box, clips) => {
    const shown = (rects) => clips.reduce((all, clip) => all.map((each) => cut(each, clip)), rects).filter(isSome);
    if (FIELDS.includes(element.tagName)) return WORDLESS_FIELDS.includes(element.type) ? [] : shown([box]);
    const found = [];
    for (const child of element.childNodes) {
      if (child.nodeType === Node.TEXT_NODE && /[^\s–]/.test(child.data)) {
        range.selectNodeContents(child);
        found.push(...range.getClientRects());
      }
    }
    if (found.some((each) => !isIn(middle(each), box))) found.push(box);
    const places = shown(found);
    return places.length || !found.length ? places : shown([box]);
  };
  const whole = (element, box, style) => {
    if (element !== document.documentElement && !["auto", "scroll"].includes(style.overflow)) return box;
    const side = (name) => parseInt(style[`padding${name}`], 10);
    const right = box.left + element.scrollWidth + side("Left") + side("Right");
    return { left: box.left, top: box.top, right, bottom: box.top + element.scrollHeight + side("Top") + side("Bottom") };
  };
  const isScrolled = (element, { overflow }) =>
    /auto|scroll/.test(overflow) &&
    (element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight);

  // `around`: what it has from those it stands in.
  const walk = (element, around) => {
    if (NEVER_SHOWN.includes(element.tagName)) return;
    const style = getComputedStyle(element);
    const { backgroundColor, backgroundImage, display, mixBlendMode, opacity, overflow, visibility, zIndex } = style;
    if (display === "none" || opacity === "0" || isClipped(style)) return;
    if (display !== "contents" && !element.checkVisibility()) return;
    const box = element.getBoundingClientRect();
    const own = { ...around, isDisabled: isDisabled(element, around.isDisabled) };
    const isDrawing = element.tagName === "svg";
    const isPainted = backgroundColor !== CLEAR || backgroundImage !== "none" || isDrawing;
    if (isPainted || opacity !== "1" || mixBlendMode !== "normal" || zIndex !== "auto" || overflow !== "visible") {
      const isInline = display === "inline";
      const rects = [...element.getClientRects()];
      const ground = { rects, isInline, isDrawing, whole: whole(element, box, style), scroller: around.scrollers[0] };
      own.under = [...around.under, ground];
      own.sign += `/${isDrawing} ${isInline} ${backgroundColor} ${backgroundImage} ${opacity} ${mixBlendMode} ${zIndex}`;
      own.sign += ` ${overflow}`;
      if (isPainted && visibility === "visible") grounds.push(ground);
    }
    if (overflow === "hidden") own.clips = [...around.clips, box];
    if (!own.isDisabled && visibility === "visible" && !isOffscreen(box, style) && !isCutOff(style, box, own.clips)) {
      const rects = placesOf(element, box, own.clips);
      const pen = `${style.webkitTextFillColor} ${style.webkitTextStrokeWidth} ${style.webkitTextStrokeColor}`;
      const sign = `${pen} ${style.fontSize} ${style.fontWeight} ${style.textShadow}${own.sign}`;
      if (rects.length) texts.push({ element, rects, sign, under: own.under, scrollers: own.scrollers });
    }
    if (isScrolled(element, style)) own.scrollers = [{ box }, ...around.scrollers];
    for (const child of element.children) walk(child, own);
  };
  walk(document.documentElement, { isDisabled: false, clips: [], scrollers: [], sign: "", under: [] });

  // Where it stands among what scrolls with it; beside that, what it scrolls in stands for it.
  const standsAt = (text, scroller) => {
    const place = scroller ? text.scrollers.indexOf(scroller) : text.scrollers.length;
    return place ? [text.scrollers[place - 1].box] : text.rects;
  };
  // How it leaves a ground in which it was written: not all of it is there (-), or nothing that counts (+).
  const leaves = (text, ground) => {
    const isHeld = ground.isInline || text.rects.every((rect) => holds(ground.whole, rect));
    const places = standsAt(text, ground.scroller).map(middle);
    if (places.every((place) => ground.rects.some((each) => isIn(place, each, 1)))) return isHeld ? "" : "-";
    const isElsewhere = places.every((place) => !ground.rects.some((each) => isIn(place, each, -1)));
    return isElsewhere && !ground.isDrawing ? "+" : "?";
  };
  const isOnAnother = (text) =>
    grounds.some((ground) => {
      if (text.under.includes(ground)) return false;
      if (ground.scroller && !text.scrollers.includes(ground.scroller)) return false;
      return standsAt(text, ground.scroller).some((rect) => ground.rects.some((each) => meets(each, rect)));
    });
  // Without a sign is what the signs cannot tell: axe looks at it each time.
  for (const text of texts) {
    const how = text.under.map((ground) => leaves(text, ground));
    const isTiny = text.rects.some(({ left, top, right, bottom }) => right - left < 2 || bottom - top < 2);
    text.sign = how.includes("?") || isTiny || isOnAnother(text) ? "" : `${text.sign}/${how}`;
  }
  window.texts = texts;
  return [...new Set(texts.map(({ sign }) => sign))];
}
