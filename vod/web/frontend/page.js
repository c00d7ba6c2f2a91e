// The watch page: its elements, and what the server wrote into it for the player.

export const controller = document.querySelector("#player");
export const video = document.querySelector("#film");
export const settings = JSON.parse(document.querySelector("#player-settings").textContent);
export const csrfToken = document.querySelector("#player-token input").value;

/** Days before months and hours up to 24, as elsewhere on our pages. */
export const locale = settings.language === "en" ? "en-GB" : settings.language;

/** A sentence with its `{places}` filled in. */
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}

/** Seconds as a clock has them: "12:34", "1:02:03". */
export function clock(seconds) {
  const whole = Math.floor(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] > 0 ? parts : parts.slice(1);
  return shown.map((part, place) => (place ? String(part).padStart(2, "0") : part)).join(":");
}
