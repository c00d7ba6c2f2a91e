// Our API as the studio asks it: again and again while nobody is reached, since lines fail.
import { Refused } from "./session.js";

const PAUSES_MS = [1_000, 2_000, 5_000, 10_000, 30_000];
const ANSWER_MS = 60_000;

export class Api {
  #headers;
  #waiting;

  /** `waiting` is told true while nobody is reached, and false when somebody is again. */
  constructor({ csrfToken, language, waiting = () => {} }) {
    this.#headers = {
      "X-CSRFToken": csrfToken,
      "Accept-Language": language,
      Accept: "application/json",
    };
    this.#waiting = waiting;
  }

  get(path, options) {
    return this.#asked("GET", path, undefined, options);
  }

  post(path, body = {}, options = {}) {
    return this.#asked("POST", path, body, options);
  }

  delete(path, options) {
    return this.#asked("DELETE", path, undefined, options);
  }

  /** The answer's JSON; raises `Refused` where we are understood and refused. */
  async #asked(method, path, body, { signal, key } = {}) {
    const headers = { ...this.#headers };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (key) headers["Idempotency-Key"] = key;
    return persistently(() => once(method, path, { headers, body, signal }), {
      signal,
      waiting: this.#waiting,
    });
  }
}

/** Tries until it works, is refused for good, or is given up by `signal`. */
export async function persistently(attempt, { signal, waiting }) {
  for (let number = 0; ; number++) {
    try {
      const answer = await attempt();
      if (number) waiting(false);
      return answer;
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof Refused && !error.passing) throw error;
      waiting(true);
      await pause(PAUSES_MS[Math.min(number, PAUSES_MS.length - 1)], signal);
    }
  }
}

async function once(method, path, { headers, body, signal }) {
  const limits = [AbortSignal.timeout(ANSWER_MS), signal].filter(Boolean);
  const response = await fetch(path, {
    method,
    headers,
    credentials: "same-origin",
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.any(limits),
  });
  const answer = response.status === 204 ? null : await response.json().catch(() => null);
  if (!response.ok) throw new Refused(response.status, answer);
  return answer;
}

/** Ends early when the line is back, or with an error when the upload is stopped. */
function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, ms);
    addEventListener("online", done);
    signal?.addEventListener("abort", stopped);
    function clear() {
      clearTimeout(timer);
      removeEventListener("online", done);
      signal?.removeEventListener("abort", stopped);
    }
    function done() {
      clear();
      resolve();
    }
    function stopped() {
      clear();
      reject(signal.reason);
    }
  });
}
