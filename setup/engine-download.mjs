import { createWriteStream, rmSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { answer } from "./execute.mjs";
import { say, step } from "./progress.mjs";

/** How long the vendor's site may take to answer, and to send the next piece, in milliseconds. */
const CONNECT = 5_000;
const STALL = 30_000;

/**
 * The vendor's release of a version for this machine.
 *
 * @param {string} version
 */
export function archiveUrl(version) {
  return `https://get.pulumi.com/releases/sdk/pulumi-v${version}-${process.platform}-${process.arch}.tar.gz`;
}

/**
 * Puts the vendor's release into `<folder>/bin`. A site that can't be reached is no fault, there is another way.
 *
 * @param {string} url
 * @param {string} version
 * @param {string} folder
 * @returns {Promise<boolean>} whether it is there
 */
export async function download(url, version, folder) {
  const patience = new AbortController();
  let timer = setTimeout(() => patience.abort(), CONNECT);
  /** @param {AsyncIterable<Uint8Array>} pieces */
  async function* alive(pieces) {
    for await (const piece of pieces) {
      clearTimeout(timer);
      timer = setTimeout(() => patience.abort(), STALL);
      yield piece;
    }
  }

  try {
    const response = await fetch(url, { signal: patience.signal });
    if (!response.ok || !response.body) return false;

    const archive = join(folder, "pulumi.tar.gz");
    await step("engine", `downloading Pulumi ${version} (about 1 minute, once)`, async () => {
      await pipeline(Readable.fromWeb(response.body), alive, createWriteStream(archive));
      unpack(archive, folder);
    });
    if (answer(join(folder, "bin", "pulumi"), ["version"]) !== `v${version}`) throw new Error("it does not run");
    return true;
  } catch (error) {
    if (!patience.signal.aborted && !isUnreachable(error)) say("engine", `the download failed: ${error.message}`);
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {string} archive with one folder, `pulumi`, of executables
 * @param {string} folder
 */
function unpack(archive, folder) {
  const unpacked = answer("tar", ["-xzf", archive, "-C", join(folder, "bin"), "--strip-components=1"]);
  rmSync(archive);
  if (unpacked === undefined) throw new Error("tar could not unpack it");
}

/** @param {Error} error of `fetch`, which hides the network's own in `cause` */
function isUnreachable(error) {
  return error.name === "TypeError" && error.message === "fetch failed";
}
