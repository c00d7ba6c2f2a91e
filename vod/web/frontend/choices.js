// The menus of our own: media-chrome's elements, with what was picked kept in this browser.
import { controller, settings } from "./page.js";
import { recall, remember } from "./remembered.js";

/**
 * Fills the menu `name` with what the page offers, hands over what was picked last, and whatever is
 * picked from now on.
 */
export function onChoice(name, otherwise, act) {
  let chosen = String(recall(name, otherwise));
  const menu = menuOf(name);
  menu.addEventListener("change", () => {
    if (!menu.value || menu.value === chosen) return;
    chosen = menu.value;
    remember(name, chosen);
    act(chosen);
  });
  fillMenu(name, settings.choices[name], chosen);
  act(chosen);
}

/** Puts other items into a menu: pairs of value and words, one of which is checked. */
export function fillMenu(name, pairs, chosen) {
  const menu = menuOf(name);
  const items = pairs.map(([value, words]) => {
    const item = document.createElement("media-chrome-menu-item");
    item.type = "radio";
    item.value = value;
    item.checked = value === chosen;
    item.textContent = words;
    return item;
  });
  const title = menu.querySelector('[slot="title"]');
  menu.replaceChildren(...[title].filter(Boolean), ...items);
}

function menuOf(name) {
  return controller.querySelector(`[data-choice="${name}"]`);
}
