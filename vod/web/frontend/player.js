// The watch page's script. The order matters: the page's menus are given to the element before
// media-chrome's elements come to life and look at it.
import "./menus.js";
import "./chrome.js";
import { say } from "./notice.js";
import { settings, video } from "./page.js";
import { Screening } from "./screening.js";
import { isPlayable } from "./stream.js";

if (isPlayable(video)) new Screening();
else say([settings.words.not_playable]);
