// The page as it stands, in a mirror: every text longer by the rule of the pseudo-language, also those that people wrote,
// and all from right to left, with the sheet that the site has for that. What is left of the scripts' work stays.
async ({ language, open, close, accents, padding, longer }) => {
  const said = (text) => {
    const core = text.trim();
    const letters = Array.from(core, (letter) => accents[letter] ?? letter);
    const more = padding.repeat(letters.length).slice(0, Math.round(letters.length * longer));
    return /\p{Letter}/u.test(core) ? text.replace(core, () => `${open}${letters.join("")}${more}${close}`) : text;
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { currentNode } = texts;
    if (!currentNode.parentElement.closest("script, style, textarea")) currentNode.data = said(currentNode.data);
  }
  // what sheets write out beside a cell, and what stands in an empty field
  for (const each of document.querySelectorAll("[data-label]")) each.dataset.label = said(each.dataset.label);
  for (const each of document.querySelectorAll("[placeholder]")) each.placeholder = said(each.placeholder);
  for (const each of document.querySelectorAll("input[type=submit], input[type=button]")) each.value = said(each.value);
  for (const sheet of document.querySelectorAll('link[href*="/bootstrap."]')) {
    const isThere = new Promise((resolve, reject) => Object.assign(sheet, { onload: resolve, onerror: reject }));
    sheet.href = sheet.href.replace("/bootstrap.", "/bootstrap.rtl.");
    await isThere;
  }
  Object.assign(document.documentElement, { lang: language, dir: "rtl" });
  return { is: [innerWidth, document.body.textContent.includes(close)], wrong: window.wider(), refused: window.refused };
}
