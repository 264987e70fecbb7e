// Sends one change after the other, again until it has arrived, and says how that stands.
import { base, one, root } from "./page.js";

const TRY_AGAIN = 3000;

export let revision = Number(root.dataset.revision);
export let waiting = 0;
let chain = Promise.resolve();
let show = () => {};

// Says who shows what the server tells of the draft.
export function whenTold(shows) {
  show = shows;
}

export function send(command) {
  waiting += 1;
  const sent = chain.then(() => deliver(command));
  chain = sent.catch(() => {}).finally(() => { waiting -= 1; });
  return sent;
}

async function deliver(command) {
  for (;;) {
    const body = new URLSearchParams({ token: root.dataset.token, change: JSON.stringify({ ...command, seen: revision }) });
    try {
      const reply = await fetch(`${base}/change`, { method: "POST", body });
      if (reply.redirected || reply.status === 403) {
        saved("You have been signed out. Sign in again in another window; what you wrote is still here.", true);
      } else if (reply.status === 404) {
        saved("This draft was published or put aside. What you write now is not kept; copy it first.", true);
        return {};
      } else if (reply.ok || reply.status === 422) {
        const told = await reply.json();
        if (told.cannot) saved(told.cannot, true);
        if (told.state) take(told.state, told.cannot);
        return told;
      } else {
        saved("Not saved yet: the server had trouble. It is tried again.", true);
      }
    } catch {
      saved("Not saved yet: the server can’t be reached. It is tried again.", true);
    }
    await new Promise((done) => setTimeout(done, TRY_AGAIN));
  }
}

export function saved(words, trouble = false) {
  const place = one("[data-saved]");
  place.textContent = words;
  place.classList.toggle("trouble", trouble);
}

// Takes over what the server tells of the draft.
export function take(state, quietly) {
  revision = state.revision;
  if (!quietly) saved(state.saved);
  show(state);
}
