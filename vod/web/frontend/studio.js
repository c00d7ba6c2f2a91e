// The studio's upload: a file is chosen, sent, and gone on with when it is chosen again.
import { Api } from "./api.js";
import { Refused } from "./session.js";
import { AnotherFile, Unreadable, Upload } from "./upload.js";

const { language, words } = JSON.parse(document.querySelector("#studio-settings").textContent);
const csrfToken = document.querySelector("#studio-token input").value;
const TELL_MS = 500;
const SPEED_MS = 20_000; // over which the speed is taken

class Uploader {
  #box;
  #version;
  #master; // one whose upload has begun
  #file;
  #upload = null;
  #told = 0;
  #away = false;
  #samples = [];

  constructor(box) {
    this.#box = box;
    this.#version = box.dataset.version;
    this.#master = box.dataset.master || null;
    this.#part("file").addEventListener("change", (event) => this.#chosen(event.target.files[0]));
    this.#part("pause").addEventListener("click", () => this.#pause());
    this.#part("anew").addEventListener("click", () => this.#anew());
    box.hidden = false;
  }

  #part(name) {
    return this.#box.querySelector(`[data-part=${name}]`);
  }

  #chosen(file) {
    if (!file) return;
    this.#file = file;
    this.#go();
  }

  async #go() {
    this.#show({ running: true });
    this.#say(words.beginning);
    const api = new Api({ csrfToken, language, waiting: (away) => this.#waiting(away) });
    try {
      const master = await this.#opened(api);
      if (master.size !== this.#file.size) throw new AnotherFile();
      this.#upload = new Upload({
        api,
        file: this.#file,
        master,
        moved: (bytes) => this.#moved(bytes),
        waiting: (away) => this.#waiting(away),
      });
      await this.#upload.run();
      this.#say(words.arrived);
      this.#upload = null;
      location.reload();
    } catch (error) {
      this.#ended(error);
    }
  }

  /** The master whose upload has begun, or a new one. */
  async #opened(api) {
    if (this.#master) return api.get(`/api/v1/masters/${this.#master}/`);
    const path = `/api/v1/versions/${this.#version}/uploads/`;
    const key = `upload-${crypto.randomUUID()}`; // sent again it opens no second one
    const master = await api.post(path, { size: this.#file.size }, { key });
    this.#master = master.id;
    return master;
  }

  #ended(error) {
    const paused = error.name === "AbortError";
    const another = error instanceof AnotherFile;
    this.#upload = null;
    this.#show({ running: false, another });
    this.#part("file").value = "";
    if (paused) this.#say(words.paused);
    else if (another) this.#say(words.another_file);
    else if (error instanceof Unreadable) this.#say(words.unreadable);
    else if (error instanceof Refused) this.#say(refusal(error));
    else throw error;
  }

  #pause() {
    this.#upload?.stop();
  }

  /** What has arrived of the other file is thrown away, after asking. */
  async #anew() {
    if (!confirm(words.sure)) return;
    const api = new Api({ csrfToken, language, waiting: (away) => this.#waiting(away) });
    try {
      await api.delete(`/api/v1/masters/${this.#master}/`);
    } catch (error) {
      this.#say(error instanceof Refused ? refusal(error) : words.away);
      return;
    }
    this.#master = null;
    this.#go();
  }

  #waiting(away) {
    this.#samples = [];
    this.#away = away;
    this.#say(away ? words.away : words.sending);
  }

  #moved(bytes) {
    const now = Date.now();
    if (now - this.#told < TELL_MS && bytes < this.#file.size) return;
    this.#told = now;
    this.#samples = [...this.#samples.filter(({ at }) => now - at < SPEED_MS), { at: now, bytes }];
    this.#part("progress").value = bytes / this.#file.size;
    if (this.#away) return; // what moves now may fail as well
    this.#say(words.sending, this.#figures(bytes));
  }

  #figures(bytes) {
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    const speed = ((last.bytes - first.bytes) / (last.at - first.at)) * 1000;
    const figures = [`${sized(bytes)} / ${sized(this.#file.size)}`];
    if (speed > 0) {
      figures.push(`${sized(speed)}/s`, lasting((this.#file.size - bytes) / speed));
    }
    return figures.join(" · ");
  }

  #show({ running, another = false }) {
    this.#part("choose").hidden = running;
    this.#part("pause").hidden = !running;
    this.#part("progress").hidden = !running;
    this.#part("anew").hidden = !another;
    if (running) addEventListener("beforeunload", warn);
    else removeEventListener("beforeunload", warn);
  }

  #say(sentence, figures = "") {
    const said = this.#part("said");
    if (said.textContent !== sentence) said.textContent = sentence; // read out once
    this.#part("figures").textContent = figures;
  }
}

function warn(event) {
  event.preventDefault();
}

function refusal(error) {
  if (error.status === 401) return words.logged_out;
  return error.problem?.words?.[language] ?? error.problem?.detail ?? words.refused;
}

function sized(bytes) {
  const unit = bytes >= 1e9 ? "gigabyte" : "megabyte";
  const value = bytes / (unit === "gigabyte" ? 1e9 : 1e6);
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: 1,
  }).format(value);
}

function lasting(seconds) {
  const [value, unit] = seconds >= 5400 ? [seconds / 3600, "hour"] : [seconds / 60, "minute"];
  const format = { style: "unit", unit, unitDisplay: "long" };
  const told = new Intl.NumberFormat(language, format).format(Math.max(1, Math.round(value)));
  return words.left.replace("{time}", told);
}

for (const box of document.querySelectorAll("[data-upload]")) new Uploader(box);
