// The one place in the player where words appear.

const box = document.querySelector("#player-notice");

/** Shows sentences, as text. With `reloadWords`, a link to the page itself, which knows more. */
export function say(sentences, { reloadWords } = {}) {
  box.replaceChildren(...sentences.map(paragraph));
  if (reloadWords) {
    const link = document.createElement("a");
    link.href = location.href;
    link.textContent = reloadWords;
    box.append(link);
  }
  box.hidden = false;
}

export function unsay() {
  box.hidden = true;
  box.replaceChildren();
}

function paragraph(sentence) {
  const element = document.createElement("p");
  element.textContent = sentence;
  return element;
}
