// media-chrome's menus of picture and sound, fed by hls.js.
//
// media-chrome reads `videoRenditions` and `audioTracks` of the media element (open-wc's and the
// HTML standard's interfaces). Browsers have none for hls.js, so the element is given small ones.
// They must exist before media-chrome first looks at the element.
import { video } from "./page.js";
import { allowedRungs } from "./quality.js";

class List extends EventTarget {
  length = 0;

  *[Symbol.iterator]() {
    for (let index = 0; index < this.length; index++) yield this[index];
  }

  fill(entries, added, removed) {
    for (; this.length > 0; this.length--) delete this[this.length - 1];
    this.dispatchEvent(new Event(removed));
    for (const entry of entries) this[this.length++] = entry;
    this.dispatchEvent(new Event(added));
  }
}

class Renditions extends List {
  #selected = -1;
  choose = () => {};

  get selectedIndex() {
    return this.#selected;
  }

  /** The rung at that place of the list; -1 leaves the choice to the line's speed. */
  set selectedIndex(index) {
    this.#selected = index;
    this.choose(index);
    this.dispatchEvent(new Event("change"));
  }
}

const renditions = new Renditions();
const sounds = new List();
Object.defineProperty(video, "videoRenditions", { value: renditions });
if (!("audioTracks" in video)) Object.defineProperty(video, "audioTracks", { value: sounds });

/** Lists the rungs of `hls` that the data saver leaves, and changes to the one that is picked. */
export function listRenditions(hls) {
  const allowed = allowedRungs(hls.levels);
  const entries = allowed.map((place) => {
    const { width, height, bitrate } = hls.levels[place];
    return { id: String(place), width, height, bitrate };
  });
  const wanted = renditions[renditions.selectedIndex]?.height;
  const all = allowed.length === hls.levels.length;
  hls.autoLevelCapping = all ? -1 : Math.max(...allowed);
  if (hls.manualLevel >= 0 && !allowed.includes(hls.manualLevel)) hls.loadLevel = -1;
  renditions.choose = (index) => {
    hls.nextLevel = index < 0 ? -1 : allowed[index];
  };
  renditions.fill(entries, "addrendition", "removerendition");
  const kept = wanted === undefined ? -1 : entries.findIndex((entry) => entry.height === wanted);
  if (kept !== renditions.selectedIndex) renditions.selectedIndex = kept;
}

/** Lists the sound tracks of `hls`, and changes to the one that is picked. */
export function listSounds(hls) {
  sounds.fill(
    hls.audioTracks.map((track, index) => new Sound(hls, track, index)),
    "addtrack",
    "removetrack",
  );
}

class Sound {
  #hls;
  #index;

  constructor(hls, { name, lang }, index) {
    this.#hls = hls;
    this.#index = index;
    this.id = String(index);
    this.kind = index === 0 ? "main" : "alternative";
    this.label = name;
    this.language = lang ?? "";
  }

  get enabled() {
    return this.#hls.audioTrack === this.#index;
  }

  set enabled(wanted) {
    if (!wanted || this.enabled) return;
    this.#hls.audioTrack = this.#index;
    sounds.dispatchEvent(new Event("change"));
  }
}
