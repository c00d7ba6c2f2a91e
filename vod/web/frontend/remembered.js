// How the viewer likes it: kept in this browser alone, under one name, and nothing of what is watched.
const PLACE = "player";

function read() {
  try {
    return JSON.parse(localStorage.getItem(PLACE)) ?? {};
  } catch {
    return {}; // storage is refused, or holds something else
  }
}

export function recall(name, otherwise) {
  return read()[name] ?? otherwise;
}

export function remember(name, value) {
  try {
    localStorage.setItem(PLACE, JSON.stringify({ ...read(), [name]: value }));
  } catch {
    // Then it holds for this page.
  }
}
