// What the player knows of a trouble, sent with the form that makes a code for the desk: numbers and
// names of errors, no address, no word of the browser's own and no place in the film.
import { settings, video } from "./page.js";

const form = document.querySelector("#player-trouble");
let last = null;
let measure = () => ({});

/** `facts()` gives what the stream knows at this moment. */
export function followTrouble(facts) {
  measure = facts;
}

/** The facts of this moment, to be taken before the stream is emptied. */
export function measured() {
  return { ...measure(), buffer_seconds: ahead() };
}

/** Remembers what went wrong, for the code that may be asked for; null where all is well again. */
export function note(facts) {
  last = facts;
}

/** A button for the place where the trouble is told. */
export function codeButton() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link";
  button.textContent = settings.words.desk_code;
  button.addEventListener("click", () => form.requestSubmit());
  return button;
}

form.addEventListener("submit", () => {
  form.elements.trouble.value = JSON.stringify(last ?? measured());
});

/** Seconds of film that are here already. */
function ahead() {
  const { buffered, currentTime } = video;
  for (let index = 0; index < buffered.length; index++) {
    if (buffered.start(index) <= currentTime && currentTime <= buffered.end(index)) {
      return Math.floor(buffered.end(index) - currentTime);
    }
  }
  return 0;
}
