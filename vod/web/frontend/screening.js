// One viewer in front of a screening: begins a session on play, keeps it, gives the place back while
// the film rests, survives tunnels, goes from film to film, and stops when it is over.
import { Block } from "./block.js";
import { warnBefore, warnNoMore } from "./closing.js";
import { startUpBegins } from "./cmcd.js";
import { showMark } from "./mark.js";
import { say, unsay } from "./notice.js";
import { csrfToken, settings, video } from "./page.js";
import { followSaver } from "./quality.js";
import { askNoMore } from "./question.js";
import { askNext, askWhere, askWhichEnds } from "./questions.js";
import { Refused, Session } from "./session.js";
import { showStoryboard } from "./storyboard.js";
import { newStream } from "./stream.js";
import { Timer } from "./timer.js";
import { followTrouble, measured } from "./trouble.js";
import { Tunnel } from "./tunnel.js";

const RENEW_MS = 60_000;
const REFRESH_MS = 300_000; // before addresses run out
const { words } = settings;

export class Screening {
  #session = null;
  #beginning = false;
  #here = null; // item and position that the next session goes on from
  #beat = new Timer(() => this.#heartbeat());
  #tunnel = new Tunnel(() => this.#reconnect());
  #refresh = new Timer(() => this.#freshen());
  #renewed = 0;
  #block = new Block((item) => this.#open(item, 0));
  #stream = newStream(video, {
    language: settings.language,
    events: {
      lost: (status, type) => this.#lost(status, type),
      broken: (type) => this.#stop([words.not_decodable], null, failing("not_decodable", 0, type)),
      arrived: () => this.#tunnel.leave(),
      opened: () => showStoryboard(this.#block.current?.storyboardUrl),
    },
  });

  constructor() {
    video.addEventListener("play", () => this.#play());
    video.addEventListener("pause", () => this.#rest());
    video.addEventListener("ended", () => this.#ended());
    addEventListener("pagehide", () => this.#leave());
    followSaver(() => this.#stream.limit());
    followTrouble(() => this.#stream.facts());
  }

  async #play() {
    if (this.#beginning) return;
    if (this.#session) return this.#wake();
    unsay();
    startUpBegins();
    try {
      await this.#start();
    } catch (error) {
      if (error instanceof Refused) this.#stop(wordsOf(error), error);
      else this.#stop([words.not_begun], null, failing("not_begun"));
    }
  }

  async #start() {
    const session = await this.#begin({ item: this.#here?.item ?? settings.item });
    if (!session) return this.#stop([words.stopped]);
    const item = this.#block.find(this.#here?.item ?? session.resumeItem);
    const at = this.#here?.position ?? (await askWhere(item, this.#block.titleOf(item)));
    if (this.#session !== session) return;
    if (at === null) return this.#leave();
    if (!this.#here && item.resumeSeconds) startUpBegins(); // the viewer took her time to choose
    this.#open(item, at);
  }

  /** A session of its own, after a question if other devices have all places; null for none. */
  async #begin({ item, end = [] }) {
    this.#beginning = true;
    try {
      const request = { item, end, csrfToken, language: settings.language };
      this.#session = await Session.begin(settings.playback_url, request);
    } catch (error) {
      if (!error.crowded) throw error;
      const ended = await askWhichEnds(error.problem.sessions ?? []);
      return ended ? await this.#begin({ item, end: [...end, ended] }) : null;
    } finally {
      this.#beginning = false;
    }
    const session = this.#session;
    this.#block.take(session.items);
    showMark(session.mark);
    warnBefore(session.endsAt);
    this.#beat.in(session.heartbeatMs);
    this.#refreshLater();
    return session;
  }

  #open(item, at) {
    this.#block.at(item);
    this.#here = { item: item.id, position: at };
    this.#stream.open(item.manifestUrl, at, { collector: this.#session.cmcdUrl });
  }

  /** True when the session is kept. A failing line is no reason to stop a film that is buffered. */
  async #heartbeat() {
    const session = this.#session;
    if (!session) return false;
    try {
      await session.heartbeat(this.#where());
    } catch (error) {
      if (this.#session !== session) return false;
      if (error instanceof Refused && !error.passing) return this.#refused(session, error);
      this.#beat.in(session.heartbeatMs);
      return false;
    }
    if (this.#session !== session) return false;
    warnBefore(session.endsAt);
    if (!video.paused) this.#beat.in(session.heartbeatMs);
    return true;
  }

  #where() {
    const item = this.#block.current;
    if (!settings.items.length || !item || !video.readyState) return {};
    return { item: item.id, position: Math.floor(video.currentTime) };
  }

  /** The session is over, or its place is taken. If nobody was reached for long, ask for another. */
  async #refused(session, refused) {
    const { next } = this.#block;
    if (refused.crowded) await this.#crowded();
    else if (refused.code === "ended_elsewhere") this.#stop([words.moved], refused);
    else if (session.lapsed && refused.code === "session_over") await this.#again();
    else if (refused.status === 403 && next)
      this.#open(next, 0); // the block goes on
    else this.#stop(wordsOf(refused), refused);
    return false;
  }

  /** What else the viewer watches is told to herself alone: the play button's address says it. */
  async #crowded() {
    if (video.paused) return; // it is asked for again when the film goes on
    video.pause();
    await this.#again();
  }

  /** Goes on where the film was, with a new session: everything is decided anew. */
  async #again() {
    const end = [this.#session.id]; // or its own place would be missing
    const here = { ...this.#here, position: video.currentTime || this.#here?.position || 0 };
    this.#renewed = Date.now();
    try {
      const session = await this.#begin({ item: here.item, end });
      if (!session) return this.#stop([words.stopped]);
      this.#open(this.#block.find(here.item), here.position);
    } catch (error) {
      if (error instanceof Refused && !error.passing) this.#stop(wordsOf(error), error);
      else this.#tunnel.enter();
    }
  }

  /** The film rests: its place is given back by falling silent. */
  #rest() {
    if (!this.#session || video.ended || this.#beginning) return;
    this.#beat.stop();
    this.#heartbeat();
  }

  #wake() {
    const { silentMs, heartbeatMs } = this.#session;
    this.#beat.in(silentMs > heartbeatMs ? 0 : heartbeatMs - silentMs);
  }

  async #ended() {
    const session = this.#session;
    const { next } = this.#block;
    if (!session) return;
    this.#heartbeat();
    if (!next) return;
    const on = await askNext(this.#block.titleOf(next));
    if (!on || this.#session !== session) return;
    startUpBegins();
    this.#open(next, 0);
  }

  #refreshLater() {
    const ms = this.#session.addressesMs;
    if (ms > 0) this.#refresh.in(Math.max(ms - REFRESH_MS, ms / 2));
    else this.#refresh.stop();
  }

  #freshen() {
    if (!this.#session) return;
    this.#stream.refresh();
    this.#refreshLater();
  }

  /** Loading failed for good: hls.js has tried again for as long as it does. */
  #lost(status, type) {
    if (!this.#session) return;
    if (status < 400 || status >= 500) {
      this.#tunnel.enter();
    } else if (Date.now() - this.#renewed > RENEW_MS) {
      this.#again(); // the session, or the addresses of its segments, ran out
    } else {
      this.#stop([words.server_failed], null, failing("server_failed", status, type));
    }
  }

  async #reconnect() {
    if (await this.#heartbeat()) this.#stream.resume();
    return this.#session !== null;
  }

  #stop(sentences, refused = null, trouble = refused && troubleOf(refused)) {
    const shown = {
      reload: Boolean(refused?.problem?.reasons),
      trouble: trouble && { ...trouble, ...measured() },
    };
    this.#session?.end(); // or its place would stay taken for a while
    this.#forget();
    video.pause();
    this.#stream.reset();
    say(sentences.length ? sentences : [words.stopped], shown);
  }

  /** The page is being left, perhaps to come back from the browser's cache: play begins anew. */
  #leave() {
    if (!this.#session) return;
    this.#session.end(this.#where());
    this.#forget();
    video.pause();
    this.#stream.reset();
  }

  #forget() {
    this.#beat.stop();
    this.#refresh.stop();
    this.#tunnel.forget();
    if (this.#here && video.currentTime) this.#here.position = video.currentTime;
    this.#session = null;
    this.#block.take([]);
    askNoMore();
    warnNoMore();
  }
}

function failing(error, status = 0, stream_error = undefined) {
  return { error, status, stream_error };
}

function troubleOf(refused) {
  return failing(refused.code || "refused", refused.status);
}

function wordsOf(refused) {
  if (refused.crowded) return [words.crowded, words.crowded_how];
  return refused.passing ? [words.server_failed] : refused.words;
}
