import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { say } from "./progress.mjs";

/** How often a waiting set-up looks again, and the owner shows that it is at work, in milliseconds. */
const POLL = 300;
const HEARTBEAT = 2_000;
/** A process id alone proves nothing: it may be a zombie's, or another program's by now. */
const STALE = 60_000;

/**
 * Does the work while no other set-up does it. The lock is a file that holds its owner's process id and that the owner
 * touches while it works; one whose owner is gone is taken over.
 *
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, work) {
  mkdirSync(dirname(file), { recursive: true });
  let told = false;
  while (!create(file)) {
    const owner = ownerOf(file);
    if (owner === undefined) continue;
    if (!alive(owner) || !fresh(file)) {
      takeAway(file, owner);
      continue;
    }
    if (!told) say("set-up", `waiting for another one, process ${owner} (${file})`);
    told = true;
    await sleep(POLL);
  }
  const heartbeat = setInterval(() => touch(file), HEARTBEAT);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    if (ownerOf(file) === process.pid) rmSync(file, { force: true });
  }
}

/**
 * Shows that its owner is at work. After a long sleep of the machine the lock may be somebody else's.
 *
 * @param {string} file
 */
function touch(file) {
  if (ownerOf(file) === process.pid) utimesSync(file, new Date(), new Date());
}

/**
 * The file appears with its content at once: a link is atomic, create and write are two things.
 *
 * @param {string} file
 */
function create(file) {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** @param {string} file */
function ownerOf(file) {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** @param {string} file */
function fresh(file) {
  try {
    return Date.now() - statSync(file).mtimeMs < STALE;
  } catch {
    return true;
  }
}

/**
 * Removes a dead owner's lock, but not the one that a third set-up may have put in its place meanwhile.
 *
 * @param {string} file
 * @param {number} deadOwner
 */
function takeAway(file, deadOwner) {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
    if (ownerOf(aside) !== deadOwner) linkSync(aside, file);
  } catch {
    // Somebody else was quicker.
  } finally {
    rmSync(aside, { force: true });
  }
}
