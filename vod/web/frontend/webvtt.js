// Segmented WebVTT (RFC 8216 §3.5) as our packager writes it: what little the second line needs.

const CLOCK = /(?:(\d+):)?(\d\d):(\d\d)\.(\d{3})/;
const TIMES = new RegExp(`^${CLOCK.source}[ \\t]+-->[ \\t]+${CLOCK.source}`);
const STAMP = /^X-TIMESTAMP-MAP=(?=.*MPEGTS:(\d+))(?=.*LOCAL:([\d:.]+))/m;
const MPEG_CLOCK = 90_000;
const FILM_STARTS = 10; // seconds: every track of ours begins there (ADR 0006)

/** Address, start and end of each segment, in seconds of film. */
export function segmentsOf(playlist, base) {
  const segments = [];
  let at = 0;
  let seconds = 0;
  for (const line of playlist.split(/\r?\n/)) {
    if (line.startsWith("#EXTINF:")) seconds = Number.parseFloat(line.slice(8));
    if (!line || line.startsWith("#")) continue;
    segments.push({ url: new URL(line, base).href, start: at, end: at + seconds });
    at += seconds;
  }
  return segments;
}

/** Cues in seconds of film. Settings are left out: the second line stands by the first. */
export function cuesOf(text) {
  const [, ticks, local] = STAMP.exec(text) ?? [];
  const shift = ticks ? ticks / MPEG_CLOCK - FILM_STARTS - seconds(CLOCK.exec(local), 1) : 0;
  const cues = [];
  for (const block of text.replaceAll("\r\n", "\n").split(/\n{2,}/)) {
    const lines = block.split("\n");
    const at = lines.findIndex((line) => TIMES.test(line));
    if (at < 0) continue;
    const times = TIMES.exec(lines[at]);
    const words = lines
      .slice(at + 1)
      .join("\n")
      .trim();
    if (words)
      cues.push({ start: seconds(times, 1) + shift, end: seconds(times, 5) + shift, words });
  }
  return cues;
}

function seconds(found, from) {
  const [hours, minutes, whole, thousandths] = found.slice(from, from + 4);
  return (hours ?? 0) * 3600 + minutes * 60 + Number(whole) + thousandths / 1000;
}
