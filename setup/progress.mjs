import { performance } from "node:perf_hooks";

/** Width of the column with the step's name. */
const COLUMN = 14;

/**
 * Shows one line for a step while it works, and how long it took. Goes to standard error: standard output belongs to
 * the command that set-up prepares.
 *
 * @template T
 * @param {string} name one word
 * @param {string} what in plain words, with the usual time
 * @param {() => Promise<T>} work
 * @param {{ silentFor?: number }} [options] milliseconds; a step that is done by then shows nothing
 * @returns {Promise<T>}
 */
export async function step(name, what, work, { silentFor = 0 } = {}) {
  const begin = performance.now();
  const line = `${name.padEnd(COLUMN)}${what}…`;
  const elapsed = () => duration(performance.now() - begin);
  const terminal = process.stderr.isTTY;

  let shown = false;
  const show = () => {
    process.stderr.write(terminal ? `\r${line} ${elapsed()}` : shown ? "" : `${line}\n`);
    shown = true;
  };
  if (silentFor === 0) show();
  const ticking = setInterval(() => performance.now() - begin > silentFor && show(), 1000);

  try {
    const result = await work();
    if (shown)
      process.stderr.write(terminal ? `\r${line} ${elapsed()}\n` : `${name.padEnd(COLUMN)}done in ${elapsed()}\n`);
    return result;
  } catch (error) {
    if (shown && terminal) process.stderr.write("\n");
    throw error;
  } finally {
    clearInterval(ticking);
  }
}

/**
 * One line without a step.
 *
 * @param {string} name
 * @param {string} text
 */
export function say(name, text) {
  process.stderr.write(`${name.padEnd(COLUMN)}${text}\n`);
}

/**
 * @param {number} milliseconds
 * @returns {string} `0.4 s`, `34 s` or `4 min 12 s`
 */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
