// The second line of subtitles. hls.js loads one track at a time, so the other is loaded here:
// its playlist once, its segments (WebVTT, in clear, at signed addresses) as the film comes to them.

import { drawSecond, shownTrack } from "./captions.js";
import { fillMenu, onChoice } from "./choices.js";
import { settings, video } from "./page.js";
import { cuesOf, segmentsOf } from "./webvtt.js";

const AHEAD = 30; // seconds
const OFF = "off";

let wanted = OFF;
let tracks = [];
let line = null; // the element's track that holds our cues; it can't be removed again
let job = 0; // grows with each change, so that late answers are dropped
let segments = [];
let shown; // what is the second line now: a track of `tracks`, null, or not yet known

export function followSecond() {
  onChoice("second", OFF, (language) => {
    wanted = language;
    begin();
  });
  video.addEventListener("timeupdate", loadSoon);
  video.addEventListener("seeked", loadSoon);
  video.textTracks.addEventListener("change", begin);
}

/** `listed`: name, language and playlist of each subtitle; none while nothing plays. */
export function listSecond(listed) {
  tracks = listed;
  const names = new Map(listed.map(({ language, name }) => [language, name]));
  if (wanted !== OFF && !names.has(wanted)) names.set(wanted, wanted);
  fillMenu("second", [[OFF, settings.choices.second[0][1]], ...names], wanted);
  shown = undefined;
  begin();
}

function begin() {
  const first = shownTrack()?.language ?? "";
  const track = tracks.find(({ language }) => language === wanted && language !== first);
  // The second line stands below a first one; alone, or twice the same, it is none.
  const next = first && track ? track : null;
  if (next === shown) return;
  shown = next;
  job++;
  segments = [];
  empty();
  drawSecond(next && (next.own ?? holder()), next?.language);
  if (next?.own)
    next.own.mode = "hidden"; // the browser's own player loads it by itself
  else if (next) list(next.url, job);
}

async function list(url, mine) {
  const text = await read(url);
  if (mine !== job || text === null) return;
  segments = segmentsOf(text, url);
  loadSoon();
}

function loadSoon() {
  const now = video.currentTime;
  for (const segment of segments) {
    if (segment.loading || segment.end < now - 1 || segment.start > now + AHEAD) continue;
    segment.loading = true;
    load(segment, job);
  }
}

async function load(segment, mine) {
  const text = await read(segment.url);
  if (mine !== job) return;
  if (text === null) {
    segment.loading = false; // the line was gone: the next look tries again
    return;
  }
  const known = new Set([...line.cues].map(nameOf));
  for (const { start, end, words } of cuesOf(text)) {
    const cue = new VTTCue(start, end, words);
    if (!known.has(nameOf(cue))) line.addCue(cue);
  }
}

function nameOf(cue) {
  return `${cue.startTime} ${cue.endTime} ${cue.text}`; // a cue over a seam stands in two segments
}

/** The track of kind "metadata" is seen by neither media-chrome nor hls.js nor the browser's menu. */
function holder() {
  line ??= video.addTextTrack("metadata", "second");
  line.mode = "hidden";
  return line;
}

function empty() {
  for (const cue of [...(line?.cues ?? [])]) line.removeCue(cue);
}

async function read(url) {
  try {
    const response = await fetch(url, { credentials: "omit", referrerPolicy: "no-referrer" });
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}
