// What the player has to ask: where to begin, which device gives way, whether the next film begins.
import { clock, fill, locale, settings } from "./page.js";
import { ask } from "./question.js";

const WORTH_IT = 10; // seconds into the film; before that it begins anew
const { words } = settings;

/** Where to begin `item`, in seconds; null when the viewer would rather not. */
export async function askWhere(item, title) {
  if (item.resumeSeconds < WORTH_IT) return 0;
  const answer = await ask({
    title: fill(words.go_on_title, { title }),
    answers: [
      { value: "on", words: fill(words.go_on, { time: clock(item.resumeSeconds) }) },
      { value: "anew", words: words.from_beginning },
    ],
  });
  if (answer === null) return null;
  return answer === "on" ? item.resumeSeconds : 0;
}

/** The session that should end for this one; null for none. */
export function askWhichEnds(sessions) {
  const style = { dateStyle: "medium", timeStyle: "short" };
  const format = new Intl.DateTimeFormat(locale, style);
  return ask({
    title: words.crowded,
    sentences: [words.crowded_how],
    answers: [
      ...sessions.map(({ id, started_at, screening }) => ({
        value: id,
        words: words.stop_there,
        about: fill(words.since, {
          title: screening?.title || words.a_film,
          time: format.format(new Date(started_at)),
        }),
      })),
      { value: "", words: words.not_now },
    ],
  });
}

/** Whether the next film of the block begins: it does by itself, after a moment. */
export async function askNext(title) {
  const seconds = settings.next_seconds;
  const answer = await ask({
    title: fill(words.next, { title }),
    sentences: [fill(words.next_soon, { seconds })],
    answers: [
      { value: "next", words: words.next_now },
      { value: "stop", words: words.next_not },
    ],
    seconds,
  });
  return answer === "next";
}
