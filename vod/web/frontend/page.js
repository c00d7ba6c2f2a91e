// The watch page: its elements, and what the server wrote into it for the player.

export const controller = document.querySelector("#player");
export const video = document.querySelector("#film");
export const settings = JSON.parse(document.querySelector("#player-settings").textContent);
export const csrfToken = document.querySelector("#player-token input").value;
