// A master on its way: parts with their SHA-256, several at a time, gone on with days later.
//
// What has arrived is compared with the file before anything is sent, part by part: a film put
// together of two files would be found out by nobody. The file's name is never sent.
import { persistently } from "./api.js";

const AT_ONCE = 3; // one connection alone is slow over a long way
const SILENT_MS = 60_000; // nothing went out for so long: the line is dead, though nobody says so

/** The file is not the one whose upload began. */
export class AnotherFile extends Error {}

/** The file can't be read any more: moved, changed, or on a disk that is gone. */
export class Unreadable extends Error {}

export class Upload {
  #api;
  #file;
  #master;
  #stop = new AbortController();
  #sent = new Map(); // bytes of each part that are there or on their way
  #waiting;
  #moved;

  /** `moved` is told bytes that have gone, `waiting` whether the line is away. */
  constructor({ api, file, master, moved, waiting }) {
    this.#api = api;
    this.#file = file;
    this.#master = master;
    this.#moved = moved;
    this.#waiting = waiting;
  }

  stop() {
    this.#stop.abort();
  }

  /** Sends what is missing, and hands the master in. */
  async run() {
    const path = `/api/v1/masters/${this.#master.id}/`;
    const { signal } = this.#stop;
    const listed = await this.#api.get(`${path}parts/`, { signal });
    const arrived = new Map(listed.map((part) => [part.PartNumber, part]));
    const parts = this.#parts();
    const lanes = Array.from({ length: AT_ONCE }, async () => {
      for (let part = parts.shift(); part; part = parts.shift()) {
        await this.#bring(part, arrived.get(part.number), `${path}parts/${part.number}/`);
      }
    });
    try {
      await Promise.all(lanes);
    } catch (error) {
      this.stop(); // the other lanes
      throw error;
    }
    return this.#api.post(`${path}complete/`, {}, { signal });
  }

  #parts() {
    const { size, part_size: step } = this.#master;
    return Array.from({ length: Math.ceil(size / step) }, (_, index) => ({
      number: index + 1,
      start: index * step,
      end: Math.min((index + 1) * step, size),
    }));
  }

  async #bring(part, known, path) {
    const bytes = await this.#read(part);
    const sha256 = await digestOf(bytes);
    if (known?.sha256 && known.Size === bytes.byteLength) {
      if (known.sha256 !== sha256) throw new AnotherFile();
    } else {
      await this.#send(part, bytes, { sha256, path });
    }
    this.#count(part, bytes.byteLength);
  }

  async #read({ start, end }) {
    try {
      return await this.#file.slice(start, end).arrayBuffer();
    } catch (error) {
      throw new Unreadable("the file can't be read", { cause: error });
    }
  }

  /** Signed anew for every attempt: a signature may have run out while the line was away. */
  async #send(part, bytes, { sha256, path }) {
    const { signal } = this.#stop;
    const attempt = async () => {
      const signed = await this.#api.post(path, { sha256 }, { signal });
      await put(signed, bytes, { signal, moved: (count) => this.#count(part, count) });
    };
    await persistently(attempt, { signal, waiting: this.#waiting });
  }

  #count(part, bytes) {
    this.#sent.set(part.number, bytes);
    let all = 0;
    for (const count of this.#sent.values()) all += count;
    this.#moved(all);
  }
}

async function digestOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return btoa(String.fromCharCode(...digest));
}

/** `fetch` can't tell how far an upload is. */
function put({ url, headers }, bytes, { signal, moved }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let silence;
    const lively = () => {
      clearTimeout(silence);
      silence = setTimeout(() => request.abort(), SILENT_MS);
    };
    const giveUp = () => request.abort();
    const failed = () => {
      moved(0);
      reject(new Error("the part did not arrive"));
    };
    request.open("PUT", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => {
      lively();
      moved(event.loaded);
    });
    request.addEventListener("load", () => (request.status === 200 ? resolve() : failed()));
    request.addEventListener("error", failed);
    request.addEventListener("abort", failed);
    request.addEventListener("loadend", () => {
      clearTimeout(silence);
      signal.removeEventListener("abort", giveUp);
    });
    signal.addEventListener("abort", giveUp);
    lively();
    request.send(bytes);
  });
}
