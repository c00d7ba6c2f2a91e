// A playback session, as /api/v1/screenings/…/playback/ gives it out.

/** We were refused, or something is over: `problem` is the RFC 9457 answer, or null. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? `HTTP ${status}`);
    this.status = status;
    this.problem = problem;
  }

  /** Ours to blame and worth another try, unlike a refusal. */
  get passing() {
    return this.status >= 500 || this.status === 429;
  }

  /** The sentences to show: all reasons, or the one of the problem. */
  get words() {
    const reasons = this.problem?.reasons?.map((reason) => reason.message);
    return reasons?.length ? reasons : [this.problem?.detail].filter(Boolean);
  }
}

/** The network failed: nobody was reached. */
export class Unreachable extends Error {}

const ANSWER_MS = 15_000;

export class Session {
  #answered = Date.now();

  constructor(answer) {
    this.manifestUrl = answer.manifest_url;
    this.heartbeatUrl = answer.heartbeat_url;
    this.endUrl = answer.end_url;
    this.heartbeatMs = answer.heartbeat_seconds * 1000;
  }

  static async begin(url, { item, csrfToken, language }) {
    const answer = await post(url, item ? { item } : {}, {
      "X-CSRFToken": csrfToken,
      "Accept-Language": language,
    });
    return new Session(answer);
  }

  /** Nobody has heard of us for so long that the lease ran out without anybody's doing. */
  get lapsed() {
    return Date.now() - this.#answered > 2 * this.heartbeatMs;
  }

  async heartbeat() {
    await post(this.heartbeatUrl, {});
    this.#answered = Date.now();
  }

  /** Works while the page is being left, too. */
  end() {
    navigator.sendBeacon(this.endUrl);
  }
}

async function post(url, body, headers = {}) {
  let response;
  try {
    response = await fetch(url, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", Accept: "application/json", ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
  } catch (error) {
    throw new Unreachable("no answer", { cause: error });
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new Refused(response.status, answer);
  if (answer === null) throw new Unreachable("the answer broke off");
  return answer;
}
