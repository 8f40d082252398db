// What was written and not yet taken by the server, in order. It survives a reload of the page, not the closing of the
// tab. A message keeps its id through every try, so that trying again never says it twice.

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15000;

export class Outbox {
  constructor(name, tell) {
    this.name = name;
    this.tell = tell;
    this.items = JSON.parse(sessionStorage.getItem(name) ?? "[]");
    this.busy = false;
    this.wait = FIRST_WAIT;
    for (const item of this.items) queueMicrotask(() => tell.queued(item));
  }

  add(fields, says) {
    const item = { fields, says };
    this.items.push(item);
    this.keep();
    this.tell.queued(item);
    this.go();
  }

  // The server showed it: it was taken, even if its answer never came back.
  arrived(id) {
    this.items = this.items.filter((item) => item.fields.delivery_id !== id);
    this.keep();
  }

  async go() {
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.timer);
    while (this.items.length && (await this.try(this.items[0])));
    this.busy = false;
  }

  async try(item) {
    const answer = await this.post(item);
    if (!answer || answer.status >= 500 || answer.status === 429) {
      this.tell.waits(true);
      this.timer = setTimeout(() => this.go(), this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
      return false;
    }
    this.wait = FIRST_WAIT;
    this.tell.waits(false);
    if (answer.status === 401) {
      this.tell.signedOut();
      return false;
    }
    this.arrived(item.fields.delivery_id);
    if (answer.ok) this.tell.sent(item);
    else this.tell.refused(item);
    return true;
  }

  async post(item) {
    const token = document.querySelector("#composer [name=token]").value; // a reload may have brought a new one
    const body = new URLSearchParams({ ...item.fields, token });
    try {
      return await fetch("/api/messages", { method: "POST", body, headers: { Accept: "application/json" } });
    } catch {
      return null;
    }
  }

  keep() {
    sessionStorage.setItem(this.name, JSON.stringify(this.items));
  }
}
