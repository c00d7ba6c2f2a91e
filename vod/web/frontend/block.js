// The films of a screening in their order, and the list on the page that shows where one is.
import { settings } from "./page.js";

const links = [...document.querySelectorAll("[data-item]")];

export class Block {
  #items = [];
  #place = 0;

  /** Calls `chosen` with the item that is picked from the list while a session runs. */
  constructor(chosen) {
    for (const link of links) {
      link.addEventListener("click", (event) => {
        const place = this.#items.findIndex(({ id }) => id === link.dataset.item);
        if (place < 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        chosen(this.#items[place]);
      });
    }
  }

  /** What the session plays; nothing once it is over, and the links lead to pages again. */
  take(items) {
    this.#items = items;
  }

  /** The item of that public id, or the first. */
  find(id) {
    return this.#items.find((item) => item.id === id) ?? this.#items[0];
  }

  get current() {
    return this.#items[this.#place];
  }

  get next() {
    return this.#items[this.#place + 1];
  }

  /** Is at that item from now on. */
  at(item) {
    this.#place = this.#items.indexOf(item);
    for (const link of links) {
      const here = link.dataset.item === item.id;
      link.toggleAttribute("aria-current", here);
      if (here) link.setAttribute("aria-current", "true");
    }
  }

  titleOf(item) {
    return settings.items.find(({ id }) => id === item.id)?.title ?? settings.title;
  }
}
