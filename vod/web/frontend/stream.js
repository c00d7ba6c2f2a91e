// The film in the <video> element: hls.js where it runs, the browser's own HLS elsewhere.
import Hls from "hls.js";
import { reportsTo, SILENT } from "./cmcd.js";
import { listRenditions, listSounds } from "./menus.js";
import { recall, remember } from "./remembered.js";
import { listSecond } from "./second.js";
import { preferSubtitles, shownLanguage } from "./subtitles.js";

const BUFFER_SECONDS = 30; // keys are only a control while the film is not all here already
const DECODER_RESTARTS = 3;
const ALMOST_OVER_SECONDS = 5;

const CONFIG = {
  autoStartLoad: false,
  maxBufferLength: BUFFER_SECONDS,
  maxMaxBufferLength: BUFFER_SECONDS,
  backBufferLength: BUFFER_SECONDS,
  enableWorker: false, // fMP4 needs no transmuxing, and WebCrypto decrypts off the main thread
  emeEnabled: false,
  cmcd: SILENT,
};

export function isPlayable(video) {
  return Hls.isSupported() || video.canPlayType("application/vnd.apple.mpegurl") !== "";
}

/**
 * `events`: `lost(status, type)` when loading failed for good, with the HTTP status or 0 without an
 * answer, and hls.js's type of error; `broken(type)` when the film can't be decoded; `arrived()` when data comes in; `opened()`
 * when the film is known and nothing of it loaded.
 */
export function newStream(video, { language, events }) {
  // Chrome has a player of its own since 147 that fails on some streams: ask hls.js first.
  const Kind = Hls.isSupported() ? HlsStream : NativeStream;
  return new Kind(video, { language, events });
}

class HlsStream {
  #hls;
  #kept;
  #restarts = 0;

  constructor(video, { language, events }) {
    this.video = video;
    this.language = language;
    this.events = events;
    this.reset();
  }

  /** Opens a manifest and plays from `position` (seconds). Call again for a new session or film. */
  open(url, position, { collector }) {
    const hls = this.#hls;
    const again = Boolean(hls.url);
    if (again) this.#kept = shownLanguage(this.video);
    hls.config.cmcd = reportsTo(collector);
    hls.once(Hls.Events.MANIFEST_PARSED, () => {
      dropSurround(hls);
      listRenditions(hls);
      listSecond(
        hls.allSubtitleTracks.map(({ lang, name, url }) => ({ language: lang, name, url })),
      );
      this.events.opened();
      beginLow(hls);
      preferSubtitles(hls, { language: this.language, kept: this.#kept });
      hls.startLoad(position || -1);
      if (again) this.video.play().catch(() => {}); // the element was emptied, so it paused
    });
    hls.loadSource(url);
  }

  /** Loads on after the line was gone. */
  resume() {
    const hls = this.#hls;
    if (hls.levels.length > 0) hls.startLoad(this.video.currentTime || -1);
    else hls.loadSource(hls.url);
  }

  /** The rungs that may be played have changed. */
  limit() {
    if (this.#hls.levels.length > 0) listRenditions(this.#hls);
  }

  /**
   * Loads the playlists again, for addresses that live longer. What is buffered stays and plays on:
   * hls.js takes a playlist without details for one that it has not seen. So close to the end that
   * all is here it may miss that the film is over, and nothing is to be loaded any more.
   */
  refresh() {
    if (this.video.duration - this.video.currentTime < ALMOST_OVER_SECONDS) return;
    const hls = this.#hls;
    hls.stopLoad();
    for (const list of [hls.levels, hls.allAudioTracks, hls.allSubtitleTracks]) {
      for (const playlist of list) playlist.details = undefined;
    }
    hls.startLoad(this.video.currentTime, true);
  }

  /** Drops what is buffered; the element stays ready for the next press of play. */
  reset() {
    if (this.#hls) {
      if (this.#hls.url) this.#kept = shownLanguage(this.video);
      this.#hls.destroy();
      listSecond([]);
    }
    this.#hls = new Hls(CONFIG);
    this.#listen(this.#hls);
    // With the (empty) source attached beforehand, play() counts as the viewer's own act in every
    // browser, although the first byte arrives only after the session has been granted.
    this.#hls.attachMedia(this.video);
  }

  #listen(hls) {
    hls.on(Hls.Events.AUDIO_TRACKS_UPDATED, () => listSounds(hls));
    hls.on(Hls.Events.FRAG_BUFFERED, () => {
      remember("line", Math.round(hls.bandwidthEstimate));
      this.events.arrived();
    });
    hls.on(Hls.Events.ERROR, (_, error) => this.#failed(hls, error));
  }

  #failed(hls, error) {
    if (!error.fatal) return;
    if (error.type === Hls.ErrorTypes.NETWORK_ERROR) {
      this.events.lost(error.response?.code ?? 0, error.details);
    } else if (error.type === Hls.ErrorTypes.MEDIA_ERROR && this.#restarts < DECODER_RESTARTS) {
      this.#restarts++;
      hls.recoverMediaError();
    } else {
      this.events.broken(error.details);
    }
  }

  /** What may matter to the desk: the rung's lines, and the line's speed in kbit/s. */
  facts() {
    const rung = this.#hls.levels[this.#hls.currentLevel]?.height;
    const line = this.#hls.bandwidthEstimate;
    const line_kbps = Number.isFinite(line) ? Math.round(line / 100_000) * 100 : undefined;
    return { rung, line_kbps };
  }
}

/**
 * Leaves each rung with its stereo. hls.js would change between the two with the line's speed, and
 * empty the sound's buffer each time; a browser mixes 5.1 down anyway. Native players keep it.
 */
function dropSurround(hls) {
  const first = hls.levels[hls.firstLevel];
  for (let index = hls.levels.length - 1; index >= 0; index--) {
    if (hls.levels[index].attrs.AUDIO === "surround") hls.removeLevel(index);
  }
  hls.firstLevel = Math.max(hls.levels.indexOf(first), 0); // removing moves its place
}

/**
 * The first segment is of a rung that takes half of what the line gave last time, and of the lowest
 * where nobody knows: on a slow line a segment of a middle rung takes ten seconds.
 */
function beginLow(hls) {
  const half = recall("line", 0) / 2;
  const fitting = hls.levels.filter(
    ({ bitrate }, index) => bitrate <= half && index <= hls.maxAutoLevel,
  );
  hls.startLevel = Math.max(0, fitting.length - 1);
}

/** Without the data saver and without reports: the browser's own player has no hold for them. */
class NativeStream {
  constructor(video, { events }) {
    this.video = video;
    this.events = events;
    video.addEventListener("progress", () => events.arrived());
    video.addEventListener("error", () => {
      const lost = video.error?.code === MediaError.MEDIA_ERR_NETWORK;
      if (lost) events.lost(0);
      else if (video.currentSrc) events.broken();
    });
  }

  open(url, position) {
    this.url = url;
    this.video.src = url;
    if (position) this.video.currentTime = position;
    this.video.play().catch(() => {});
    this.events.opened();
    this.video.addEventListener("loadedmetadata", () => this.#list(), { once: true });
  }

  #list() {
    const tracks = [...this.video.textTracks].filter(({ kind }) => kind !== "metadata");
    listSecond(tracks.map((own) => ({ language: own.language, name: own.label, own })));
  }

  limit() {} // the browser's own player is asked for nothing

  facts() {
    return { rung: this.video.videoHeight || undefined };
  }

  refresh() {
    this.open(this.url, this.video.currentTime);
  }

  resume() {
    this.open(this.url, this.video.currentTime);
  }

  reset() {
    this.video.removeAttribute("src");
    this.video.load();
  }
}
