/* A security key answers in the browser; the page works without it, with a code. */
"use strict";
const read = {
  create: (options) => PublicKeyCredential.parseCreationOptionsFromJSON(options),
  get: (options) => PublicKeyCredential.parseRequestOptionsFromJSON(options),
};
for (const button of document.querySelectorAll("button[data-key]")) {
  const form = button.form;
  const said = form.querySelector("[data-key-says]");
  const ceremony = button.dataset.key;
  if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) continue;
  button.hidden = false;
  button.closest("[data-key-part]")?.removeAttribute("hidden");
  button.addEventListener("click", async () => {
    said.textContent = "";
    try {
      const publicKey = read[ceremony](JSON.parse(button.dataset.options));
      const credential = await navigator.credentials[ceremony]({ publicKey });
      form.elements.answer.value = JSON.stringify(credential.toJSON());
      form.requestSubmit();
    } catch {
      said.textContent = said.dataset.keySays;
    }
  });
}
