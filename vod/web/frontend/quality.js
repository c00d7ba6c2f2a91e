// How fine the picture may be: the data saver, and the rungs that are left with it.
import { onChoice } from "./choices.js";

const SAVING_LINES = 432; // a rung of 360 or 432 lines is the finest

let saving = false;

/** Asked once: a browser that is told to save data saves here as well, until the viewer says no. */
export function followSaver(changed) {
  const asked = navigator.connection?.saveData ? "on" : "off";
  onChoice("saver", asked, (choice) => {
    saving = choice === "on";
    changed();
  });
}

/** The places of those rungs that may be played; with the saver the smallest at least. */
export function allowedRungs(levels) {
  const places = [...levels.keys()];
  if (!saving) return places;
  const small = places.filter((place) => levels[place].height <= SAVING_LINES);
  if (small.length) return small;
  return [places.reduce((a, b) => (levels[b].bitrate < levels[a].bitrate ? b : a))];
}
