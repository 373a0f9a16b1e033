import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";
import { skip } from "../../skip";

const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/opt/google/chrome/chrome",
];

/** A headless Chromium of this machine; skips where there is none. */
export async function startChromium(context: Mocha.Context): Promise<Browser> {
  const executablePath = process.env["CHROMIUM"] || places.find((place) => existsSync(place));
  if (executablePath === undefined) return skip(context, `no Chromium at ${places.join(", ")} and no CHROMIUM is set`);
  // As root, which containers are, it runs only without its sandbox; the page is ours.
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}
