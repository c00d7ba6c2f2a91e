// One viewer in front of one film: begins a session on play, keeps it, survives tunnels, and stops
// when it is over.
import { say, unsay } from "./notice.js";
import { csrfToken, settings, video } from "./page.js";
import { Refused, Session } from "./session.js";
import { newStream } from "./stream.js";

const RETRY_MS = 5_000;
const RENEW_MS = 60_000;
const { words } = settings;

export class Screening {
  #session = null;
  #beginning = false;
  #position = 0;
  #beat = 0;
  #retry = 0;
  #renewed = 0;
  #waiting = false;
  #stream = newStream(video, {
    language: settings.language,
    events: {
      lost: (status) => this.#lost(status),
      broken: () => this.#stop([words.not_decodable]),
      arrived: () => this.#arrived(),
    },
  });

  constructor() {
    video.addEventListener("play", () => this.#play());
    addEventListener("online", () => this.#reconnectSoon(0));
    addEventListener("pagehide", () => this.#leave());
  }

  async #play() {
    if (this.#session || this.#beginning) return;
    unsay();
    try {
      await this.#begin();
    } catch (error) {
      this.#stop(error instanceof Refused ? wordsOf(error) : [words.not_begun], error);
    }
  }

  async #begin() {
    this.#beginning = true;
    try {
      this.#session = await Session.begin(settings.playback_url, {
        item: settings.item,
        language: settings.language,
        csrfToken,
      });
    } finally {
      this.#beginning = false;
    }
    this.#stream.open(this.#session.manifestUrl, this.#position);
    this.#beatLater();
  }

  #beatLater() {
    clearTimeout(this.#beat);
    this.#beat = setTimeout(() => this.#heartbeat(), this.#session.heartbeatMs);
  }

  /** True when the session is kept. A failing line is no reason to stop a film that is buffered. */
  async #heartbeat() {
    const session = this.#session;
    if (!session) return false;
    try {
      await session.heartbeat();
    } catch (error) {
      if (this.#session !== session) return false;
      if (error instanceof Refused && !error.passing) return this.#over(session, error);
      this.#beatLater();
      return false;
    }
    if (this.#session === session) this.#beatLater();
    return this.#session === session;
  }

  /** The session is over. If only because nobody could be reached for too long, ask for another. */
  async #over(session, refused) {
    if (session.lapsed && refused.problem?.code === "session_over") await this.#again();
    else this.#stop(wordsOf(refused), refused);
    return false;
  }

  /** Goes on where the film was, with a new session: everything is decided anew. */
  async #again() {
    const old = this.#session;
    this.#position = video.currentTime || this.#position;
    this.#renewed = Date.now();
    try {
      await this.#begin();
    } catch (error) {
      if (error instanceof Refused && !error.passing) this.#stop(wordsOf(error), error);
      else this.#reconnectSoon(RETRY_MS);
      return;
    }
    if (!old.lapsed) old.end();
  }

  /** Loading failed for good: hls.js has tried again for as long as it does. */
  #lost(status) {
    if (!this.#session) return;
    this.#waiting = true;
    if (status < 400 || status >= 500) {
      say([words.connection_lost]);
      this.#reconnectSoon(RETRY_MS);
    } else if (Date.now() - this.#renewed > RENEW_MS) {
      this.#again(); // the session, or the addresses of its segments, ran out
    } else {
      this.#stop([words.server_failed]);
    }
  }

  #reconnectSoon(ms) {
    if (!this.#waiting) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#reconnect(), ms);
  }

  async #reconnect() {
    if (await this.#heartbeat()) this.#stream.resume();
    if (this.#session) this.#reconnectSoon(RETRY_MS);
  }

  #arrived() {
    if (!this.#waiting) return;
    this.#waiting = false;
    clearTimeout(this.#retry);
    unsay();
  }

  #stop(sentences, refused) {
    this.#forget();
    video.pause();
    this.#stream.reset();
    const reloadWords = refused?.problem?.reasons ? words.reload : undefined;
    say(sentences.length ? sentences : [words.stopped], { reloadWords });
  }

  /** The page is being left, perhaps to come back from the browser's cache: play begins anew. */
  #leave() {
    if (!this.#session) return;
    this.#session.end();
    this.#forget();
    video.pause();
    this.#stream.reset();
  }

  #forget() {
    clearTimeout(this.#beat);
    clearTimeout(this.#retry);
    this.#waiting = false;
    this.#position = video.currentTime || this.#position;
    this.#session = null;
  }
}

function wordsOf(refused) {
  return refused.passing ? [words.server_failed] : refused.words;
}
