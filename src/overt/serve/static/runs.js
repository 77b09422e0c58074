// Runs: how far the one that goes on is, asked once a second; files may be dropped on the form.

const bar = document.querySelector("#run-bar");

async function ask() {
  const answer = await fetch("/runs/now", { headers: { accept: "application/json" } });
  if (!answer.ok) return location.reload();
  const run = await answer.json();
  if (run.ended) return location.reload();
  if (run.total) {
    bar.max = run.total;
    bar.value = run.done;
  }
  const problems = run.problems ? `, ${run.problems} problems` : "";
  document.querySelector("#run-says").textContent = run.comparing
    ? `Comparing what ${run.done} inputs tell`
    : run.total ? `${run.done} of ${run.total}${problems}` : "Getting ready";
  document.querySelector("#run-left").textContent = run.left;
  document.querySelector("#run-current").textContent = run.current;
  setTimeout(ask, 1000);
}
if (bar) setTimeout(ask, 700);

const zone = document.querySelector("#drop");
for (const name of ["dragenter", "dragover"])
  zone?.addEventListener(name, (event) => {
    event.preventDefault();
    zone.classList.add("is-over");
  });
for (const name of ["dragleave", "drop"]) zone?.addEventListener(name, () => zone.classList.remove("is-over"));
zone?.addEventListener("drop", (event) => {
  event.preventDefault();
  document.querySelector("#files").files = event.dataTransfer.files;
});
