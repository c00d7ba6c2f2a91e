// The places in the player where words appear: what went wrong, and what is good to know.
import { settings } from "./page.js";
import { codeButton, note } from "./trouble.js";

const HINT_MS = 20_000;
const box = document.querySelector("#player-notice");
const aside = document.querySelector("#player-hint");
let fading = 0;

/**
 * Shows sentences, as text. With `reload`, a link to the page itself, which knows more; with
 * `trouble` (`error`, `status`, `stream_error`), a button for a code that shows it to the desk.
 */
export function say(sentences, { reload = false, trouble = null } = {}) {
  box.replaceChildren(...sentences.map(paragraph));
  if (reload) {
    const link = document.createElement("a");
    link.href = location.href;
    link.textContent = settings.words.reload;
    box.append(link);
  }
  note(trouble);
  if (trouble) box.append(codeButton());
  box.hidden = false;
}

export function unsay() {
  note(null);
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
