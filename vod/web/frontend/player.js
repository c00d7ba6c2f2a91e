// The watch page's script. The order matters: the page's menus are given to the element before
// media-chrome's elements come to life and look at it.
import "./menus.js";
import "./chrome.js";
import { drawCaptions } from "./captions.js";
import { followKeys } from "./keyboard.js";
import { say } from "./notice.js";
import { settings, video } from "./page.js";
import { Screening } from "./screening.js";
import { followSecond } from "./second.js";
import { isPlayable } from "./stream.js";

followKeys();
drawCaptions();
followSecond();
if (isPlayable(video)) new Screening();
else say([settings.words.not_playable], { trouble: { error: "not_playable" } });
