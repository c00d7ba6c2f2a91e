// Small pictures of the film over the time range: a track of the kind that media-chrome looks for.
import { video } from "./page.js";

let track = null;

/** `url`: WebVTT whose cues name places on sheets; null where there is none. */
export function showStoryboard(url) {
  track?.remove();
  track = null;
  if (!url) return;
  track = document.createElement("track");
  Object.assign(track, { kind: "metadata", label: "thumbnails", src: url });
  video.append(track);
  track.track.mode = "hidden"; // loaded, and not shown
}
