/** Why the engine refused, as far as the way out depends on it. */
export type EngineFaultKind = "locked" | "other";

/**
 * The engine refused a command, could not be run, or left what can't be read. One or two lines, in the engine's own words
 * where it spoke, and the way out.
 */
export class EngineFault extends Error {
  override readonly name = "EngineFault";
  constructor(
    message: string,
    readonly kind: EngineFaultKind,
    /** What to do about it, where that is known. */
    readonly hint?: string,
  ) {
    super(message);
  }
}

interface Known {
  says: RegExp;
  kind?: EngineFaultKind;
  /** Default: the engine's own words. */
  message?: string;
  hint: string;
}

/** What people meet, most telling first. The words are those of Pulumi 3.259. */
const known: readonly Known[] = [
  {
    says: /^ENOENT$/,
    message: "pulumi: not found on the PATH",
    hint: "install the Pulumi command line (https://www.pulumi.com/docs/install), or run this through `pulumi-azureml emulator exec --`",
  },
  {
    says: /currently locked by|Another update is currently in progress|\[409\] Conflict/,
    kind: "locked",
    hint: "wait for the other update; once its process is surely gone: `pulumi cancel`",
  },
  { says: /no Pulumi\.yaml project file found/, hint: "run this in the program's folder, or name it: --cwd DIR" },
  { says: /no stack named/, hint: "`pulumi stack ls` shows which there are; name one: --stack NAME" },
  { says: /no stack selected|must supply a stack|stack.* must be selected/i, hint: "name one: --stack NAME" },
  {
    says: /incorrect passphrase|passphrase must be set|PULUMI_CONFIG_PASSPHRASE/,
    hint: "set PULUMI_CONFIG_PASSPHRASE (or PULUMI_CONFIG_PASSPHRASE_FILE) to the passphrase of this stack",
  },
  {
    says: /PULUMI_ACCESS_TOKEN must be set|not logged in|invalid access token|\[401\]/i,
    hint: "log in to the backend (`pulumi login`), or set PULUMI_ACCESS_TOKEN or PULUMI_BACKEND_URL",
  },
  {
    says: /transport: Error while dialing|error reading from server: EOF|exited prematurely/,
    hint: "a provider ended in the middle of its work: run this again; what it made and nobody recorded, `pulumi-azureml recover` finds",
  },
  {
    says: /unable to open (bucket|state directory)|could not list bucket|no such host|connection refused|dial tcp|could not connect|i\/o timeout/i,
    hint: "the backend that keeps the stack does not answer: check PULUMI_BACKEND_URL, `pulumi whoami --verbose` and the network",
  },
];

/** Reads what the engine printed as an error. */
export function engineFault(args: readonly string[], printed: string, code: number | null): EngineFault {
  const said = printed.trim();
  const match = known.find(({ says }) => says.test(said));
  const errors = said
    .split("\n")
    .filter((line) => /^\s*error: /.test(line) && !/error: (update|preview) failed$/.test(line));
  const words = (errors[0] ?? said.split("\n").at(-1) ?? "").replace(/^\s*error: /, "").trim();
  const holders = said.split("\n").filter((line) => /created by .+ \(pid \d+\)/.test(line));
  const own = [words, ...(match?.kind === "locked" ? holders.map((line) => line.trim()) : [])].join("\n");
  const message = match?.message ?? `pulumi ${args.slice(0, 2).join(" ")}: ${own || `it ended with ${code}`}`;
  return new EngineFault(message, match?.kind ?? "other", match?.hint);
}
