// Subtitles as we draw them: one line or two languages, as large and as dark as the viewer likes.
//
// hls.js loads the first track and keeps it "showing", which is what media-chrome's menu goes by;
// the browser's own drawing of it is hidden by the style sheet, except where ours can't be seen.
import { onChoice } from "./choices.js";
import { video } from "./page.js";

const box = document.querySelector("#captions");
const SCALES = { small: 0.75, normal: 1, large: 1.35, huge: 1.75 };
const GROUNDS = { none: 0, half: 0.72, full: 1 };

let second = null;
let followed = []; // tracks with their languages, the first line's before the second's

export function drawCaptions() {
  onChoice("size", "normal", (size) => {
    box.style.setProperty("--caption-scale", SCALES[size] ?? 1);
  });
  onChoice("ground", "half", (ground) => {
    box.style.setProperty("--caption-ground", GROUNDS[ground] ?? GROUNDS.half);
  });
  onChoice("place", "bottom", (place) => {
    box.dataset.place = place;
    draw();
  });
  video.textTracks.addEventListener("change", follow);
  video.textTracks.addEventListener("addtrack", follow);
  video.textTracks.addEventListener("removetrack", follow);
  ownDrawing(true);
  video.addEventListener("webkitbeginfullscreen", () => ownDrawing(false));
  video.addEventListener("webkitendfullscreen", () => ownDrawing(true));
  video.addEventListener("enterpictureinpicture", () => ownDrawing(false));
  video.addEventListener("leavepictureinpicture", () => ownDrawing(true));
}

/** The track of the second line, or null. */
export function drawSecond(track, language) {
  second = track && { track, language };
  follow();
}

export function shownTrack() {
  return [...video.textTracks].find((track) => track.mode === "showing") ?? null;
}

/** Where the browser shows the bare video (an iPhone's full screen), it draws subtitles itself. */
function ownDrawing(ours) {
  video.classList.toggle("own-captions", ours);
  box.hidden = !ours;
}

function follow() {
  for (const { track } of followed) track.removeEventListener("cuechange", draw);
  const first = shownTrack();
  followed = [first && { track: first, language: first.language }, second].filter(Boolean);
  for (const { track } of followed) track.addEventListener("cuechange", draw);
  draw();
}

function draw() {
  const lines = { top: [], bottom: [] };
  for (const { track, language } of followed) {
    for (const cue of track.activeCues ?? []) {
      lines[sideOf(cue)].push(line(cue, language));
    }
  }
  for (const side of box.children) side.replaceChildren(...lines[side.dataset.side]);
}

/** Subtitles that stand at the top, so as not to cover what is written below, stay there. */
function sideOf(cue) {
  const above = cue.line !== "auto" && (cue.snapToLines ? cue.line >= 0 : cue.line < 50);
  return above || box.dataset.place === "top" ? "top" : "bottom";
}

function line(cue, language) {
  const element = document.createElement("p");
  element.lang = language;
  const words = document.createElement("span");
  words.append(cue.getCueAsHTML());
  element.append(words);
  return element;
}
