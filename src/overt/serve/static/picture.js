// Makes a PNG of the picture on the page: the browser draws the SVG that the server gives, twice as large, and keeps it.

const SCALE = 2;

for (const button of document.querySelectorAll("[data-png]")) {
  button.addEventListener("click", () => keep(button));
}

async function keep(button) {
  const says = document.querySelector("[data-png-says]");
  button.disabled = true;
  says.textContent = "Drawing the PNG.";
  try {
    const address = new URL(button.dataset.png, location.href);
    if (isDark()) address.searchParams.set("theme", "dark");
    const image = new Image();
    image.src = address.href;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * SCALE;
    canvas.height = image.naturalHeight * SCALE;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    if (!blob) throw new Error("the browser made no picture");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = button.dataset.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    says.textContent = `${button.dataset.name} is in your downloads.`;
  } catch (error) {
    says.textContent = `No PNG could be made (${error.message}). The SVG can be downloaded.`;
  } finally {
    button.disabled = false;
  }
}

function isDark() {
  const said = document.documentElement.dataset.theme;
  return said ? said === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}
