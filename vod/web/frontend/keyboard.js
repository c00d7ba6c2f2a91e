// The keys. media-chrome has them while the player has the focus; here they work from the page too,
// as long as nothing else wants them, and they are explained in the reader's language.
import { controller, settings } from "./page.js";
import { ask } from "./question.js";

const KEYS = [" ", "k", "j", "l", "m", "f", "c", "<", ">", "ArrowLeft", "ArrowRight"];
const OTHERS = "a, button, input, select, textarea, summary, dialog, [contenteditable], #player";

export function followKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "?" && !event.target.closest("input, textarea, select, dialog")) {
      event.preventDefault();
      explain();
    } else if (KEYS.includes(event.key) && !event.target.closest(OTHERS)) {
      event.preventDefault();
      pass(event);
    }
  });
  document.querySelector("#player-keys").addEventListener("click", explain);
}

/** As if the player had the focus: media-chrome acts when a key is let go that went down in it. */
function pass({ key, shiftKey }) {
  for (const kind of ["keydown", "keyup"]) {
    controller.dispatchEvent(new KeyboardEvent(kind, { key, shiftKey, cancelable: true }));
  }
}

function explain() {
  ask({
    title: settings.words.keys,
    rows: settings.keys,
    answers: [{ value: "close", words: settings.words.close }],
  });
}
