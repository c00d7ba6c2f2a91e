// One thing to be done later; whoever sets it again puts it off.
const LONGEST = 2 ** 31 - 1; // milliseconds: browsers take a longer wait for none

export class Timer {
  #act;
  #handle = 0;

  constructor(act) {
    this.#act = act;
  }

  in(ms) {
    this.stop();
    this.#handle = setTimeout(this.#act, Math.min(ms, LONGEST));
  }

  stop() {
    clearTimeout(this.#handle);
  }
}
