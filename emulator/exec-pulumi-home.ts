import { chmod, lstat, mkdir, readdir, rename, stat, symlink, unlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { extname, join } from "node:path";

/** How the stand-in for azure-native is started. */
export interface PluginCommand {
  /** Node and its arguments, the last one the program. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const OURS = "resource-azure-native-";

/**
 * Makes a home for the engine in which azure-native is the stand-in, and all other plugins are the user's own, linked.
 * The user's home is only read.
 */
export async function makePulumiHome(
  home: string,
  userHome: string,
  sdkVersion: string,
  plugin: PluginCommand,
): Promise<void> {
  const plugins = join(home, "plugins");
  const own = join(plugins, `${OURS}v${sdkVersion}`);
  await mkdir(own, { recursive: true, mode: 0o700 });
  await linkPlugins(join(userHome, "plugins"), plugins);
  const name = join(own, "pulumi-resource-azure-native");
  await writeExecutable(name, shellScript(plugin, sdkVersion));
  if (process.platform === "win32") {
    await writeExecutable(`${name}.cmd`, batchFile(plugin, sdkVersion));
  }
}

/** The version of the azure-native SDK that a program in `folder` uses; where it has none, the version that we know. */
export function sdkVersion(folder: string): string {
  for (const from of [join(folder, "program"), __filename]) {
    try {
      const manifest: unknown = createRequire(from)("@pulumi/azure-native/package.json");
      if (typeof manifest === "object" && manifest !== null && "version" in manifest) {
        return String(manifest.version);
      }
    } catch {
      // not installed there
    }
  }
  throw new Error(
    "@pulumi/azure-native: not installed; run `npm install @pulumi/azure-native` in the program's folder",
  );
}

/** Our program beside this file: compiled, or from source in this repository's own tests. */
export function pluginCommand(): PluginCommand {
  const program = join(__dirname, "plugin", `main${extname(__filename)}`);
  if (extname(__filename) !== ".ts") {
    return { command: [process.execPath, program], environment: {} };
  }
  const compiler = require.resolve("ts-node/register/transpile-only");
  return {
    command: [process.execPath, "--require", compiler, program],
    environment: { TS_NODE_PROJECT: join(__dirname, "..", "tsconfig.json") },
  };
}

async function linkPlugins(from: string, to: string): Promise<void> {
  for (const name of await readdir(to)) {
    const isLink = (await lstat(join(to, name))).isSymbolicLink();
    if (isLink && !(await exists(join(to, name)))) {
      await unlink(join(to, name));
    }
  }
  for (const name of await readdir(from).catch(() => [])) {
    const folder = join(from, name);
    if (!name.startsWith(OURS) && (await stat(folder)).isDirectory() && !(await exists(join(to, name)))) {
      await symlink(folder, join(to, name), "junction");
    }
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Two commands may start at once: the file is there as a whole or not at all. */
async function writeExecutable(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${process.pid}`;
  await writeFile(unfinished, text);
  await chmod(unfinished, 0o755);
  await rename(unfinished, path);
}

function shellScript({ command, environment }: PluginCommand, version: string): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
  const settings = Object.entries(environment).map(([name, value]) => `${name}=${quoted(value)}`);
  const words = [...command.map(quoted), `--sdk-version=${version}`, '"$@"'];
  return `#!/bin/sh\n${settings.map((setting) => `export ${setting}\n`).join("")}exec ${words.join(" ")}\n`;
}

function batchFile({ command, environment }: PluginCommand, version: string): string {
  const settings = Object.entries(environment).map(([name, value]) => `@set "${name}=${value}"\r\n`);
  return `${settings.join("")}@${command.map((word) => `"${word}"`).join(" ")} --sdk-version=${version} %*\r\n`;
}
