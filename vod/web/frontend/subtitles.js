// Which subtitle is shown: the viewer's own choice, or one in the language of the page.

/** The place of the best track for a reader of `language` (BCP 47); -1 where none will do. */
export function bestTrack(tracks, language) {
  const wanted = language.toLowerCase();
  const languages = tracks.map((track) => (track.lang ?? "").toLowerCase());
  const exact = languages.indexOf(wanted);
  if (exact >= 0) return exact;
  // Whoever reads one of the two Chinese scripts reads the other sooner than nothing.
  const [primary] = wanted.split("-");
  return languages.findIndex((tag) => tag.split("-")[0] === primary);
}

/** What is shown now, to be kept over a new session: a language, "" for off. */
export function shownLanguage(video) {
  const shown = [...video.textTracks].find((track) => track.mode === "showing");
  return shown?.language ?? "";
}

/**
 * Has `hls` begin with a subtitle; to be called once the manifest is known and before loading.
 * `kept` is what was shown in the session before, undefined at the first start.
 */
export function preferSubtitles(hls, { language, kept }) {
  const tracks = hls.allSubtitleTracks;
  const index = kept === "" ? -1 : bestTrack(tracks, kept ?? language);
  hls.config.subtitlePreference = index < 0 ? undefined : { lang: tracks[index].lang };
}
