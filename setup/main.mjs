/**
 * `node setup/main.mjs VERB [ARGS…]`: makes sure that everything the verb needs is installed, then runs it.
 * On a fresh clone nothing is installed yet, so this folder uses Node's own modules only.
 */
import { Fault } from "./fault.mjs";
import { prepare } from "./prepare.mjs";
import { requireNode } from "./prerequisites.mjs";
import { VERBS } from "./verbs.mjs";

const [name = "", ...args] = process.argv.slice(2);
const verb = VERBS[name];

if (!verb) {
  process.stderr.write(`usage: node setup/main.mjs ${Object.keys(VERBS).join(" | ")} [arguments]\n`);
  process.exit(2);
}

try {
  requireNode();
  const env = await prepare(verb.needs);
  process.exitCode = await verb.run(args, env);
} catch (error) {
  if (!(error instanceof Fault)) throw error;
  process.stderr.write(`\n${error.message}\n`);
  process.exitCode = 1;
}
