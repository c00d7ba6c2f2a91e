// The visible mark of a session: a short code over the picture, read off a photograph of a screen.
//
// A deterrent and no more: whoever changes the page can hide it. It is put back when it is taken
// out or changed, and it stands inside the controller, so that it is there in full screen as well.
import { controller, settings, video } from "./page.js";
import { Timer } from "./timer.js";

const element = document.createElement("div");
const watcher = new MutationObserver((changes) => {
  if (element.parentNode !== controller || changes.some(({ target }) => target !== controller))
    put();
});
const moving = new Timer(move);
let code = null;
let spot = [];

export function showMark(mark) {
  code = mark;
  video.disablePictureInPicture = Boolean(mark); // it could not be seen there
  if (mark) return move();
  moving.stop();
  watcher.disconnect();
  element.remove();
}

/** Somewhere else over the picture; the style sheet has it drift there slowly. */
function move() {
  spot = [4 + Math.random() * 74, 6 + Math.random() * 74];
  put();
  moving.in(settings.mark.seconds * 1000);
}

function put() {
  watcher.disconnect();
  for (const { name } of [...element.attributes]) {
    if (name !== "style") element.removeAttribute(name);
  }
  element.className = "mark";
  element.slot = "centered-chrome";
  element.setAttribute("noautohide", "");
  element.setAttribute("aria-hidden", "true");
  element.style.cssText = "";
  element.style.setProperty("--mark-opacity", settings.mark.opacity);
  element.style.setProperty("--mark-size", settings.mark.size);
  [element.style.left, element.style.top] = spot.map((place) => `${place}%`);
  if (element.textContent !== code) element.textContent = code;
  if (element.parentNode !== controller) controller.append(element);
  watcher.observe(controller, { childList: true });
  watcher.observe(element, {
    attributes: true,
    childList: true,
    characterData: true,
    subtree: true,
  });
}
