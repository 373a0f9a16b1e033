/**
 * @param {string} text that holds a version somewhere, for example `go version go1.26.8 linux/amd64`
 * @returns {number[] | undefined} for example `[1, 26, 8]`
 */
export function versionIn(text) {
  return /\d+(\.\d+)+/.exec(text)?.[0].split(".").map(Number);
}

/**
 * @param {number[]} version
 * @param {number[]} minimum
 */
export function atLeast(version, minimum) {
  const at = minimum.findIndex((part, index) => part !== (version[index] ?? 0));
  return at === -1 || (version[at] ?? 0) > minimum[at];
}
