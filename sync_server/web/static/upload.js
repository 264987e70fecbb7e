// A file that is to become a draft: sent as it is, and everything there is to put right in it is listed.
const place = document.querySelector("[data-upload]");

function say(...lines) {
  const list = document.createElement("ul");
  list.append(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
  place.querySelector("[data-said]").replaceChildren(list);
}

place?.querySelector("input").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (!file) return;
  say("Reading …");
  try {
    const reply = await fetch(`/checklists/upload?name=${encodeURIComponent(file.name)}`, {
      method: "POST",
      body: file,
      headers: { "X-Form-Token": place.dataset.token },
    });
    const told = reply.redirected || reply.status === 403 ? null : await reply.json();
    if (!told) say("You have been signed out. Nothing was taken in; sign in and choose the file again.");
    else if (told.go && told.left_out.length) {
      say("It was taken in. A checklist has no place for this, and it was left out:", ...told.left_out);
      const link = Object.assign(document.createElement("a"), { href: told.go, textContent: "Go on to the draft" });
      place.querySelector("[data-said]").append(link);
    } else if (told.go) location.assign(told.go);
    else say("Nothing was taken in. There is something to put right first:", ...told.problems.slice(0, 100));
  } catch {
    say("The server can’t be reached. Nothing was taken in; choose the file again in a minute.");
  }
  event.target.value = "";
});
