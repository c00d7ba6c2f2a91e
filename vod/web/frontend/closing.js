// When the film will be stopped by the clock, the viewer is told ten minutes before.
import { hint } from "./notice.js";
import { fill, locale, settings } from "./page.js";
import { Timer } from "./timer.js";

const MINUTE = 60_000;
const SOON = 10 * MINUTE;

let ends = null;
let told = null;
const timer = new Timer(tell);

/** `endsAt`: an instant by this device's clock, or null. To be called again when it may have moved. */
export function warnBefore(endsAt) {
  ends = endsAt;
  if (ends === null || told === minuteOf(ends)) return timer.stop();
  timer.in(Math.max(ends - SOON - Date.now(), 0));
}

export function warnNoMore() {
  timer.stop();
}

function tell() {
  if (ends - SOON > Date.now()) return; // so far away that the timer gave up; a heartbeat sets it
  told = minuteOf(ends);
  const minutes = Math.max(1, Math.round((ends - Date.now()) / MINUTE));
  const style = { hour: "2-digit", minute: "2-digit" };
  const time = new Intl.DateTimeFormat(locale, style).format(ends);
  hint(fill(settings.words.closes_soon, { minutes, time }));
}

/** Each end is told once, though the instant be reckoned a little otherwise by each answer. */
function minuteOf(instant) {
  return Math.round(instant / MINUTE);
}
