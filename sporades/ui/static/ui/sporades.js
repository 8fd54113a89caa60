/* Comforts only: every page works without this file. */
"use strict";
// A password can be seen before it is sent.
for (const button of document.querySelectorAll("button[data-reveals]")) {
  const input = document.getElementById(button.dataset.reveals);
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
  });
  input.form?.addEventListener("submit", () => { input.type = "password"; });
}
// A second tap on the same button sends nothing more: the server would refuse it
// kindly (idempotency token), but the wait would be longer.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.target.dataset.sent) { event.preventDefault(); return; }
  event.target.dataset.sent = "1";
  setTimeout(() => { delete event.target.dataset.sent; button?.removeAttribute("aria-disabled"); }, 8000);
  button?.setAttribute("aria-disabled", "true");
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
});
// What a page is opened at never hides what is wrong in it.
addEventListener("load", () => { if (location.hash) document.querySelector(".errors")?.focus(); });
// A file too large is said at once, not after a slow upload.
for (const input of document.querySelectorAll("input[type=file][data-max-bytes]")) {
  const said = document.getElementById(input.dataset.says);
  input.addEventListener("change", () => {
    // A photograph is made lighter before it leaves, where the form says so.
    const shrinks = (file) => "sends" in input.form.dataset && file.type.startsWith("image/");
    const heavy = [...input.files].filter((file) => file.size > Number(input.dataset.maxBytes) && !shrinks(file));
    said.textContent = heavy.length ? said.dataset.heavy.replace("%s", heavy[0].name) : "";
  });
}
