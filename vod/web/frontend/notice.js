// The places in the player where words appear: what went wrong, and what is good to know.
import { settings } from "./page.js";

const HINT_MS = 20_000;
const box = document.querySelector("#player-notice");
const aside = document.querySelector("#player-hint");
let fading = 0;

/** Shows sentences, as text. With `reload`, a link to the page itself, which knows more. */
export function say(sentences, { reload = false } = {}) {
  box.replaceChildren(...sentences.map(paragraph));
  if (reload) {
    const link = document.createElement("a");
    link.href = location.href;
    link.textContent = settings.words.reload;
    box.append(link);
  }
  box.hidden = false;
}

export function unsay() {
  box.hidden = true;
  box.replaceChildren();
}

/** Shows a sentence for a while, without stopping anything. */
export function hint(sentence) {
  clearTimeout(fading);
  aside.replaceChildren(paragraph(sentence));
  aside.hidden = false;
  fading = setTimeout(() => {
    aside.hidden = true;
  }, HINT_MS);
}

export function paragraph(sentence) {
  const element = document.createElement("p");
  element.textContent = sentence;
  return element;
}
