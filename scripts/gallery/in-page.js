/* global AdaptiveCards */

/** Enough of markdown for our own texts: bold. Everything else is shown as it is written. */
function showBold(text, result) {
  const holder = document.createElement('div');
  holder.textContent = text;
  result.outputHtml = holder.innerHTML.replace(/\*\*(.+?)\*\*/g, '<strong>$1</strong>');
  result.didProcess = true;
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

/** Ids must be unique on the sheet, where the same card stands several times. */
function withOwnIds(node, mark) {
  if (Array.isArray(node))
    return node.map((item) => (typeof item === 'string' ? item : withOwnIds(item, mark)));
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).map(([key, value]) => {
    if (key === 'id' || key === 'elementId') return [key, `${value}-${mark}`];
    if (key === 'targetElements') {
      return [
        key,
        value.map((item) => (typeof item === 'string' ? `${item}-${mark}` : withOwnIds(item, mark))),
      ];
    }
    return [key, withOwnIds(value, mark)];
  });
  return Object.fromEntries(entries);
}

function pane({ theme, widthPx, config }, card, mark) {
  const holder = element('div', `pane ${theme}`);
  holder.style.width = `${widthPx}px`;
  const adaptiveCard = new AdaptiveCards.AdaptiveCard();
  adaptiveCard.hostConfig = new AdaptiveCards.HostConfig(config);
  adaptiveCard.parse(withOwnIds(card, mark));
  holder.append(adaptiveCard.render());
  return holder;
}

/** Fills the page with one view: a row for each sample, a pane for each look. Called by gallery-page.ts. */
window.showSheet = ({ title, variants, looks, language }) => {
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = showBold;
  document.title = title;
  document.documentElement.lang = language;
  const main = element('main');
  main.append(element('h1', '', title));
  variants.forEach((variant, row) => {
    const panes = element('div', 'panes');
    looks.forEach((look, column) => panes.append(pane(look, variant.card, `${row}-${column}`)));
    main.append(element('h2', '', variant.title), panes);
  });
  document.body.replaceChildren(main);
};

/** What is cut off, or makes a person scroll sideways. Inputs scroll by themselves. */
window.tooWide = () =>
  [...document.querySelectorAll('.pane, .pane *:not(input, textarea, select, option)')]
    .filter((box) => box.scrollWidth > box.clientWidth + 1 && box.clientWidth > 0)
    .map((box) => `${box.className}: ${box.textContent.slice(0, 60)}`);

/** Hides what would make the picture of the sheet long: samples that are, and those after `mostPx` of height. */
window.shortenSheet = (mostPx) => {
  let height = 0;
  let left = 0;
  for (const panes of document.querySelectorAll('.panes')) {
    const own = panes.offsetHeight;
    const fits = own <= mostPx / 2 && height + own <= mostPx;
    if (fits) height += own;
    else left += 1;
    for (const part of fits ? [] : [panes.previousElementSibling, panes]) part.style.display = 'none';
  }
  if (left > 0)
    document.querySelector('main').append(element('h2', '', `and ${left} more, checked but not shown`));
};
