/* The keys of the check. Every one presses a link or a button of the page: nothing is done here only. */
"use strict";
const typing = (element) => element.closest("input:not([type=hidden]), textarea, select, [contenteditable]") !== null;
const pressed = (key) => document.querySelector(`[data-press="${CSS.escape(key.length === 1 ? key.toLowerCase() : key)}"]`);
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
  // « + » is typed without its shift on many keyboards.
  const wanted = pressed(event.key === "=" ? "+" : event.key);
  if (wanted === null) return;
  event.preventDefault();
  wanted.click();
});
// Another way of seeing the same piece changes the picture only: what was scrolled and typed stays.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-view]");
  if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    const answer = await fetch(link.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const key = document.activeElement?.dataset?.press;
    const reads = document.activeElement?.matches(".sheet");
    document.getElementById("vue").replaceWith(page.getElementById("vue"));
    history.replaceState(null, "", link.href);
    if (key) pressed(key)?.focus();
    if (reads) document.querySelector(".sheet")?.focus();
  } catch {
    location.assign(link.href);
  }
});
