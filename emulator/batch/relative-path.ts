import { BatchJobFailure } from "./contract";

/** Throws where `path` would lead out of the folder that it is below. `field` says whose path it is. */
export function checkRelative(field: string, path: string): void {
  const parts = path.split("/");
  if (!path.includes("\0") && parts.every((part) => part !== "" && part !== "." && part !== "..")) return;
  const given = JSON.stringify(path);
  throw new BatchJobFailure(
    "UserError",
    `${field}: ${given} given; it must lie below the folder, without "." and ".."`,
  );
}
