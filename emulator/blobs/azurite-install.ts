import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";

const lock = "package-lock.json";

/**
 * The folder that Azurite is installed in, by the hash of its lock file. At first use it is installed there from the
 * package registry, in about half a minute; an interrupted installation leaves nothing behind that counts.
 */
export async function installedAzurite(home: string, onProgress: (line: string) => void): Promise<string> {
  const source = packageFolder();
  const hash = createHash("sha256")
    .update(await readFile(join(source, lock)))
    .digest("hex");
  const folder = join(home, "azurite", hash.slice(0, 16));
  if (existsSync(join(folder, "node_modules", "azurite"))) return folder;

  onProgress("installing the blob store (Azurite), once; this takes about half a minute");
  const partial = `${folder}.${process.pid}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  for (const file of ["package.json", lock]) await copyFile(join(source, file), join(partial, file));
  await npmCi(partial);
  try {
    await rename(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    // Another process was faster.
    if (!existsSync(join(folder, "node_modules", "azurite"))) throw error;
  }
  return folder;
}

/** `emulator/azurite` of the package, seen from `emulator/blobs` or from `dist/emulator/blobs`. */
function packageFolder(): string {
  const folders = [join(__dirname, "..", "azurite"), join(__dirname, "..", "..", "..", "emulator", "azurite")];
  const found = folders.find((folder) => existsSync(join(folder, lock)));
  if (found === undefined) throw new Error("the package lacks emulator/azurite/package-lock.json; install it again");
  return found;
}

async function npmCi(folder: string): Promise<void> {
  const flags = ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = spawn("npm", flags, {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
  const said: string[] = [];
  npm.stdout.on("data", (text: Buffer) => said.push(text.toString()));
  npm.stderr.on("data", (text: Buffer) => said.push(text.toString()));
  const code = await new Promise((resolve, reject) => npm.once("error", reject).once("close", resolve)).catch(
    (error: Error) => {
      throw new Error(`npm can't be run to install the blob store: ${error.message}`);
    },
  );
  if (code !== 0) throw new Error(`npm could not install the blob store:\n${said.join("").trim()}`);
}
