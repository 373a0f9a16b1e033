import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { alive } from "../daemon-status";

/** Milliseconds that an Azurite of an earlier emulator gets to save and end. */
const patience = 20_000;

/** Waits until no Azurite of an earlier emulator writes to `location`; it ends by itself when its emulator is gone. */
export async function azuriteGone(location: string): Promise<void> {
  const end = Date.now() + patience;
  for (let owner = ownerOf(location); owner !== undefined; owner = ownerOf(location)) {
    if (Date.now() > end) throw new Error(`process ${owner} still writes to ${location}; end it and try again`);
    await sleep(10);
  }
  // What a killed one has left, also where another program has its number by now.
  rmSync(join(location, "lock"), { force: true });
}

function ownerOf(location: string): number | undefined {
  const owner = Number(text(join(location, "lock")));
  if (!(owner > 0) || !alive(owner)) return undefined;
  // After a restart of the machine another program may have the number.
  const command = text(`/proc/${owner}/cmdline`);
  return command === undefined || command.includes("azurite-program") ? owner : undefined;
}

function text(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
