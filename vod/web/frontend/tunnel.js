// A line that is gone: the viewer is told, and it is tried again until the film goes on.
import { say, unsay } from "./notice.js";
import { settings } from "./page.js";
import { Timer } from "./timer.js";

const RETRY_MS = 5_000;

export class Tunnel {
  #inside = false;
  #reach;
  #retry = new Timer(() => this.#try());

  /** `reach()` tries once to go on; false when there is nothing to go on with any more. */
  constructor(reach) {
    this.#reach = reach;
    addEventListener("online", () => this.#soon(0));
  }

  enter() {
    this.#inside = true;
    say([settings.words.connection_lost]);
    this.#soon(RETRY_MS);
  }

  /** Data came in. */
  leave() {
    if (!this.#inside) return;
    this.forget();
    unsay();
  }

  forget() {
    this.#inside = false;
    this.#retry.stop();
  }

  #soon(ms) {
    if (this.#inside) this.#retry.in(ms);
  }

  async #try() {
    if (await this.#reach()) this.#soon(RETRY_MS);
  }
}
