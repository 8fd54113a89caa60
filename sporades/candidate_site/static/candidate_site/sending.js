/* A deposit that survives a train: progress is said, a cut line is tried again under the same token, and
   heavy photographs are made lighter first. A comfort: without this file, the form is sent like any other. */
"use strict";
(() => {
  const PAUSES = [2, 5, 10, 20, 30]; // seconds before each new try, then the last one again
  const SILENCE = 45_000; // nothing moved for so long: the line is cut, whatever the telephone believes
  const LIGHT = 1_500_000; // a photograph under this is sent as it is
  const LONGEST = 3000; // pixels: an A4 page at 250 dots an inch, its smallest print legible
  const TRY_AGAIN = [0, 502, 503, 504];
  const chosen = (form) => form.querySelector("input[type=file]").files;

  async function lighter(file) {
    if (!file.type.startsWith("image/") || file.size < LIGHT) return file;
    try {
      const picture = await createImageBitmap(file); // upright, as its orientation asks
      const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
      if (blob === null || blob.size > file.size * 0.8) return file;
      return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
    } catch {
      return file; // a kind that this browser cannot read: the service can
    }
  }

  async function body(form, button) {
    const asked = new FormData(form);
    if (button?.name) asked.append(button.name, button.value); // older browsers know no second argument
    const files = asked.getAll("chosen");
    asked.delete("chosen");
    for (const file of files) asked.append("chosen", await lighter(file));
    return asked;
  }

  // One try: what the service answered, or nothing if the line was cut.
  function post(form, asked, progressed) {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      let silence;
      const listen = () => { clearTimeout(silence); silence = setTimeout(() => request.abort(), SILENCE); };
      request.upload.addEventListener("progress", (event) => { listen(); progressed(event.loaded / event.total); });
      request.addEventListener("loadend", () => { clearTimeout(silence); done(request); });
      request.open("POST", form.action);
      listen();
      request.send(asked);
    });
  }

  const pause = (seconds) => new Promise((done) => {
    const timer = setTimeout(done, seconds * 1000);
    addEventListener("online", () => { clearTimeout(timer); done(); }, { once: true });
  });

  class Sending {
    constructor(form, button) {
      this.form = form;
      this.button = button;
      this.box = form.querySelector("[data-sending]");
      this.said = this.box.querySelector("[role=status]");
      this.bar = this.box.querySelector("progress");
      this.stopped = false;
      this.told = -1;
      this.box.querySelector("button").onclick = () => this.stop();
    }

    say(key, value = "") { this.said.textContent = this.said.dataset[key].replace("%s", value); }

    progressed(part) {
      this.bar.value = part * 100;
      const quarter = Math.floor(part * 4); // said four times, not at each packet
      if (quarter === this.told) return;
      this.told = quarter;
      if (part === 1) this.say("checks");
      else this.say("sends", String(quarter * 25));
    }

    async run() {
      this.box.hidden = false;
      this.say("prepares");
      const asked = await body(this.form, this.button);
      for (let tries = 0; !this.stopped; tries += 1) {
        const answer = await post(this.form, asked, (part) => this.progressed(part));
        if (this.stopped) break;
        if (!TRY_AGAIN.includes(answer.status)) return this.end(answer);
        this.told = -1;
        this.say("cut");
        await pause(PAUSES[Math.min(tries, PAUSES.length - 1)]);
      }
    }

    stop() {
      this.stopped = true;
      this.box.hidden = true;
      release(this.form);
      this.button.focus();
    }

    async end(answer) {
      underway.delete(this.form);
      const there = new URL(answer.responseURL).pathname;
      // Refused, or logged out meanwhile: what that page says is said once.
      if ([new URL(this.form.action).pathname, this.form.dataset.login].includes(there)) return show(answer);
      const others = [...document.querySelectorAll("form[data-sends]")]
        .some((other) => other !== this.form && chosen(other).length > 0);
      // What is chosen in another card must not be chosen again: only this card changes.
      if (!others || !(await this.renew(answer.responseURL))) location.assign(answer.responseURL);
    }

    async renew(receipt) {
      const card = this.form.closest("article[id]");
      const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
      const renewed = card && page.getElementById(card.id);
      if (!renewed) return false;
      const link = Object.assign(document.createElement("a"), { href: receipt, textContent: this.said.dataset.receipt });
      const done = document.createElement("p");
      done.className = "notice ok";
      done.append(this.said.dataset.received + " ", link);
      renewed.querySelector("header").after(done);
      card.replaceWith(document.adoptNode(renewed));
      link.focus();
      return true;
    }
  }

  // The page that was answered, as the browser would have shown it.
  function show(answer) {
    history.pushState(null, "", answer.responseURL);
    document.open();
    document.write(answer.responseText);
    document.close();
    addEventListener("popstate", () => location.reload());
  }

  const underway = new Set();
  function release(form) {
    underway.delete(form);
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!("sends" in form.dataset) || chosen(form).length === 0) return;
    event.preventDefault();
    if (underway.has(form)) return;
    underway.add(form);
    new Sending(form, event.submitter).run();
  });
  addEventListener("beforeunload", (event) => { if (underway.size > 0) event.preventDefault(); });
})();
