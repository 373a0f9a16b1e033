/**
 * `runtime.options` of a Pulumi.yaml, as environment and arguments of the Node process that runs the program.
 *
 * @param {{ getOptions(): { toJavaScript(): Record<string, unknown> } | undefined } | undefined} info
 * @returns {{ env: Record<string, string>, nodeArgs: string[] }}
 */
export function runtimeOptions(info) {
  const options = info?.getOptions()?.toJavaScript() ?? {};
  /** @type {Record<string, string>} */
  const env = {};
  if (options.typescript !== false) env.PULUMI_NODEJS_TYPESCRIPT = "true";
  if (typeof options.tsconfig === "string") env.PULUMI_NODEJS_TSCONFIG_PATH = options.tsconfig;
  const nodeArgs = typeof options.nodeargs === "string" ? options.nodeargs.split(/\s+/).filter(Boolean) : [];
  return { env, nodeArgs };
}
