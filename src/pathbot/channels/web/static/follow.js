// Follows a conversation: by a stream, and where no stream holds (some school networks cut them), by asking.

const ASK_EVERY = 4000;
const PATIENCE = 4000; // a stream that comes back within this time was never gone
const GIVE_UP = 30000;

export function follow(room, last, tell) {
  let lostAt = 0;
  let notice;
  const stream = new EventSource(`/api/events?room=${room}&after=${last}`);

  const found = (message) => {
    last = Math.max(last, message.seq);
    tell.message(message);
  };
  const back = () => {
    lostAt = 0;
    clearTimeout(notice);
    tell.lost(false);
  };

  stream.addEventListener("hello", back);
  stream.addEventListener("message", (event) => found(JSON.parse(event.data)));
  stream.addEventListener("steps", (event) => tell.steps(JSON.parse(event.data).html));
  stream.addEventListener("error", () => {
    lostAt ||= Date.now();
    clearTimeout(notice);
    notice = setTimeout(() => tell.lost(true), PATIENCE);
    // Closed means the server refused: it is down, or nobody is signed in. Asking tells which.
    if (stream.readyState === EventSource.CLOSED || Date.now() - lostAt > GIVE_UP) {
      stream.close();
      ask();
    }
  });

  async function ask() {
    try {
      const answer = await fetch(`/api/messages?room=${room}&after=${last}`, { headers: { Accept: "application/json" } });
      if (answer.status === 401) {
        back();
        tell.signedOut();
        return;
      }
      if (answer.ok) {
        const { messages, steps } = await answer.json();
        back();
        messages.forEach(found);
        if (messages.length) tell.steps(steps);
      }
    } catch {
      // Still away; the notice says so.
    }
    setTimeout(ask, ASK_EVERY);
  }
}
