// Quality of experience: CMCD version 2 in event mode (CTA-5004-B), to our own collector alone.
//
// hls.js writes the lines as things happen. Here they are given what it leaves out (where the film
// is, and how long it took to begin), gathered, and sent in batches. A report names a session by
// hls.js's own random id and nothing else: no address of ours, no film, no account, no cookie.
// Nothing is added to the requests of the film (`includeKeys: []`): signatures would break.
import { video } from "./page.js";

const EVENTS = ["ps", "e", "t", "bc", "pr"];
const KEYS = ["bl", "br", "e", "ec", "mtp", "pr", "sf", "sid", "sn", "st", "sta", "ts", "v"];
const INTERVAL_SECONDS = 30;
const BATCH = 20;
const BATCH_MS = 20_000;
const KEPT = 100; // lines over a line that is gone; the collector takes no more at once
const TYPE = "application/cmcd";

let url = null;
let lines = [];
let timer = 0;
let pressed = 0;

/** What a new Hls needs so that reports can be switched on for it later. */
export const SILENT = { version: 2, includeKeys: [], eventTargets: [] };

/** The configuration for a film whose reports go to `collector`; without one there are none. */
export function reportsTo(collector) {
  if (url && url !== collector) flush();
  url = collector;
  if (!collector) return SILENT;
  const target = { url, version: 2, events: EVENTS, interval: INTERVAL_SECONDS, batchSize: 1 };
  return { ...SILENT, eventTargets: [{ ...target, includeKeys: KEYS }], loader: take };
}

/** The viewer pressed play, or chose where to begin: the start-up time counts from now. */
export function startUpBegins() {
  pressed = Date.now();
}

async function take({ body }) {
  for (const text of body.split("\n").filter(Boolean)) add(text);
  return { status: 204 };
}

function add(text) {
  if (video.paused && /(^|,)e=t(,|$)/.test(text)) return; // a film at rest has nothing to tell
  let told = `${text},pt=${Math.round(video.currentTime * 1000)}`;
  if (pressed && /(^|,)sta=p(,|$)/.test(text)) {
    told += `,msd=${Date.now() - pressed}`;
    pressed = 0;
  }
  lines = [...lines, told].slice(-KEPT);
  if (lines.length >= BATCH) flush();
  else timer ||= setTimeout(flush, BATCH_MS);
}

async function flush() {
  clearTimeout(timer);
  timer = 0;
  if (!url || !lines.length) return;
  const sent = lines;
  lines = [];
  const again = await post(url, sent).catch(() => true);
  if (!again) return;
  lines = [...sent, ...lines].slice(-KEPT);
  timer ||= setTimeout(flush, BATCH_MS);
}

/** True when the lines should be sent again. */
async function post(address, batch) {
  const response = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": TYPE },
    body: `${batch.join("\n")}\n`,
    credentials: "omit",
    referrerPolicy: "no-referrer",
    keepalive: true,
  });
  return response.status >= 500 || response.status === 429;
}

/** Whoever stops may leave next. */
video.addEventListener("pause", () => setTimeout(flush));

/** What is left is handed to the browser, which sends it after the page is gone. */
addEventListener("pagehide", () => {
  if (!url || !lines.length) return;
  navigator.sendBeacon(url, new Blob([`${lines.join("\n")}\n`], { type: TYPE }));
  lines = [];
});
