// A playback session, as /api/v1/screenings/…/playback/ gives it out.

/** We were refused, or something is over: `problem` is the RFC 9457 answer, or null. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? `HTTP ${status}`);
    this.status = status;
    this.problem = problem;
  }

  get code() {
    return this.problem?.code ?? "";
  }

  /** Ours to blame and worth another try, unlike a refusal. */
  get passing() {
    return this.status >= 500 || this.status === 429;
  }

  /** The viewer watches on as many devices as she may. */
  get crowded() {
    return this.status === 409 && this.code === "too_many_streams";
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

  constructor({ answer, offset }) {
    this.id = answer.id;
    this.items = itemsOf(answer);
    this.resumeItem = answer.resume_item ?? this.items[0].id;
    this.heartbeatUrl = answer.heartbeat_url;
    this.heartbeatMs = answer.heartbeat_seconds * 1000;
    this.endUrl = answer.end_url;
    this.cmcdUrl = answer.cmcd_url ?? null;
    this.mark = answer.mark ?? null;
    this.#take({ answer, offset });
    const until = answer.urls_until ? Date.parse(answer.urls_until) - offset : Number.NaN;
    /** How long signed addresses live, in milliseconds; NaN where nothing is said of it. */
    this.addressesMs = until - Date.now();
  }

  static async begin(url, { item, end, csrfToken, language }) {
    const body = { ...(item && { item }), ...(end?.length && { end }) };
    const headers = { "X-CSRFToken": csrfToken, "Accept-Language": language };
    return new Session(await post(url, body, headers));
  }

  /** Nobody has heard of us for so long that the lease ran out without anybody's doing. */
  get lapsed() {
    return this.silentMs > 2 * this.heartbeatMs;
  }

  get silentMs() {
    return Date.now() - this.#answered;
  }

  /** The instant, by this device's clock, at which the film stops; none within its reach is null. */
  get endsAt() {
    const instants = [this.closesAt, this.watchUntil, this.grantedUntil].filter(Boolean);
    return instants.length ? Math.min(...instants) : null;
  }

  async heartbeat(where) {
    this.#take(await post(this.heartbeatUrl, where));
    this.#answered = Date.now();
  }

  /** Works while the page is being left, too. `where` is what a heartbeat would say. */
  end(where) {
    const body = new Blob([JSON.stringify(where ?? {})], { type: "application/json" });
    navigator.sendBeacon(this.endUrl, body);
  }

  #take({ answer, offset }) {
    const local = (instant) => (instant ? Date.parse(instant) - offset : null);
    this.closesAt = local(answer.closes_at);
    this.watchUntil = local(answer.watch_until);
    this.grantedUntil = local(answer.granted_until);
  }
}

/** What is played, in order; a trailer is one thing. */
function itemsOf(answer) {
  const one = { id: "", manifest_url: answer.manifest_url, storyboard_url: answer.storyboard_url };
  return (answer.items?.length ? answer.items : [one]).map((item) => ({
    id: item.id,
    manifestUrl: item.manifest_url,
    storyboardUrl: item.storyboard_url ?? null,
    resumeSeconds: item.resume_seconds ?? 0,
  }));
}

/** The answer, and by how many milliseconds the server's clock is ahead of this device's. */
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
  const offset = (Date.parse(response.headers.get("Date")) || Date.now()) - Date.now();
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new Refused(response.status, answer);
  if (answer === null) throw new Unreachable("the answer broke off");
  return { answer, offset };
}
