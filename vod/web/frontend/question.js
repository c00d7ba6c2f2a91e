// A question in the player, with buttons for answers.

import { paragraph } from "./notice.js";
import { controller } from "./page.js";

let open = null;

/**
 * The value of the button that was pressed; null when the question was closed without one.
 *
 * `answers`: `{value, words, about?}`, the first of which has the focus; `about` is a line above its
 * button. `rows`: pairs of words, as a table. `seconds`: after so long it is answered with the first.
 */
export function ask({ title, sentences = [], rows = [], answers, seconds = 0 }) {
  open?.close();
  const dialog = document.createElement("dialog");
  dialog.className = "question";
  dialog.setAttribute("noautohide", "");
  dialog.append(heading(title), ...sentences.map(paragraph), ...table(rows), list(answers, dialog));
  dialog.setAttribute("aria-labelledby", "question-title");
  // The player's keys are not meant while a question is open, nor is a click on the picture.
  for (const kind of ["keydown", "keyup", "click", "pointerup"]) {
    dialog.addEventListener(kind, (event) => event.stopPropagation());
  }
  controller.append(dialog);
  dialog.showModal();
  open = dialog;
  const timer = seconds && setTimeout(() => dialog.close(answers[0].value), seconds * 1000);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      clearTimeout(timer);
      open = null;
      dialog.remove();
      resolve(dialog.returnValue || null);
    });
  });
}

/** Takes back a question that nobody has to answer any more. */
export function askNoMore() {
  open?.close();
}

function heading(title) {
  const element = document.createElement("h2");
  element.id = "question-title";
  element.textContent = title;
  return element;
}

function table(rows) {
  if (!rows.length) return [];
  const element = document.createElement("dl");
  for (const pair of rows) {
    const row = document.createElement("div");
    for (const [place, name] of ["dt", "dd"].entries()) {
      row.append(Object.assign(document.createElement(name), { textContent: pair[place] }));
    }
    element.append(row);
  }
  return [element];
}

function list(answers, dialog) {
  const element = document.createElement("div");
  element.className = "answers";
  for (const [place, { value, words, about }] of answers.entries()) {
    if (about) element.append(paragraph(about));
    const button = document.createElement("button");
    button.type = "button";
    button.className = place ? "button quiet" : "button";
    button.textContent = words;
    button.autofocus = place === 0;
    button.addEventListener("click", () => dialog.close(value));
    element.append(button);
  }
  return element;
}
