import { spawn } from "node:child_process";
import { constants } from "node:os";
import { createInterface } from "node:readline";

import { ROOT } from "./locations.mjs";

const COUNTS = /^(\d+) passed, (\d+) failed, (\d+) skipped$/;

/** @typedef {{ lines: string[], counts: number[], code: number }} Lane what a run has printed, and how it ended */

/**
 * Runs several test runs at once and prints them one after the other, the first as it goes, each next one as far as it
 * has got by then. The failures of all but the last are said again at the end, and the last line has the counts of all.
 *
 * @param {string[][]} commands with their arguments
 * @param {NodeJS.ProcessEnv} env
 * @param {(line: string) => void} [print]
 * @returns {Promise<number>} the first exit code that is not 0, else 0
 */
export async function lanes(commands, env, print = (line) => process.stdout.write(`${line}\n`)) {
  let current = 0;
  const children = commands.map(([command, ...args]) =>
    spawn(command, args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "inherit"] }),
  );
  // A terminal sends Ctrl-C to all; the children decide when they are done.
  const ignore = () => {};
  const terminate = () => children.forEach((child) => child.kill("SIGTERM"));
  process.on("SIGINT", ignore);
  process.on("SIGTERM", terminate);
  /** @type {Lane[]} */
  const all = children.map(() => ({ lines: [], counts: [0, 0, 0], code: 0 }));
  const endings = children.map((child, index) =>
    follow(child, all[index], (line) => {
      if (index === current) print(line);
    }),
  );
  try {
    for (const [index, ending] of endings.entries()) {
      if (index > 0) for (const line of all[index].lines) print(line);
      current = index;
      await ending;
    }
  } finally {
    process.off("SIGINT", ignore);
    process.off("SIGTERM", terminate);
    terminate();
  }
  for (const [index, lane] of all.entries()) {
    const list = failures(lane);
    // The list of the last one stands right above.
    if (index < all.length - 1 || list.length === 1) list.forEach((line) => print(line));
  }
  const [passed, failed, skipped] = [0, 1, 2].map((at) => all.reduce((sum, { counts }) => sum + counts[at], 0));
  print(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  return all.find(({ code }) => code !== 0)?.code ?? 0;
}

/**
 * @param {import("node:child_process").ChildProcessByStdio<null, import("node:stream").Readable, null>} child
 * @param {Lane} lane
 * @param {(line: string) => void} onLine
 */
async function follow(child, lane, onLine) {
  const exit = new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
  const lines = createInterface({ input: child.stdout });
  const read = new Promise((resolve) => lines.once("close", resolve));
  lines.on("line", (line) => {
    const counts = COUNTS.exec(line);
    if (counts) lane.counts = counts.slice(1).map(Number);
    else {
      lane.lines.push(line);
      onLine(line);
    }
  });
  lane.code = await exit;
  await read;
}

/**
 * From the list of failures on, where there is one.
 *
 * @param {Lane} lane
 */
function failures({ lines, code }) {
  const start = lines.findLastIndex((line) => /^\s*\d+ failing\s*$/.test(plain(line)));
  if (code === 0) return [];
  return start < 0 ? [`a run of tests ended with exit code ${code}`] : lines.slice(start);
}

/** @param {string} line */
function plain(line) {
  return line.replace(/\u001b\[\d+m/g, "");
}
