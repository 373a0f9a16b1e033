import { setTimeout as sleep } from "node:timers/promises";
import { lockOwner } from "../folder-lock";

/** Milliseconds that an Azurite of an earlier emulator gets to save and end. */
const patience = 20_000;

/** Waits until no Azurite of an earlier emulator writes to `location`; it ends by itself when its emulator is gone. */
export async function azuriteGone(location: string): Promise<void> {
  const end = Date.now() + patience;
  for (let owner = lockOwner(location); owner !== undefined; owner = lockOwner(location)) {
    if (Date.now() > end) throw new Error(`process ${owner} still writes to ${location}; end it and try again`);
    await sleep(10);
  }
}
