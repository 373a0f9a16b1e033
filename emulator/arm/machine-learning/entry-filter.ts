/** True where `present` has each entry of a filter like `team=search,canary`: names, with a value or any. */
export function hasEntries(present: Readonly<Record<string, unknown>>, filter: string | undefined): boolean {
  const wanted = (filter ?? "").split(",").filter((entry) => entry !== "");
  return wanted.every((entry) => {
    const [key = "", ...value] = entry.split("=");
    return value.length === 0 ? present[key] !== undefined : present[key] === value.join("=");
  });
}
