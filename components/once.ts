import * as pulumi from "@pulumi/pulumi";

/*
 * What a program has asked for so far, by the run of the program (one process may run several, one after the other or at
 * once), the azure-native provider that was asked, and the question. It goes with the run.
 */
const answers = new WeakMap<object, Map<unknown, Map<unknown, unknown>>>();

/** Stands for the provider that the stack's configuration makes. */
const byDefault = Symbol("default provider");

/** The azure-native provider that functions called for a resource go to; none in it: the stack's configuration decides. */
export function azureNative(resource: pulumi.Resource | undefined): pulumi.InvokeOptions {
  const provider = resource?.getProvider("azure-native:authorization:getClientConfig");
  return provider ? { provider } : {};
}

/**
 * Asks azure-native once for each question in a program and provider, since a hundred endpoints ask the same. A question is
 * whatever tells it from others: a text, or the output that holds one.
 */
export function askedOnce<Answer>(
  options: pulumi.InvokeOptions,
  question: unknown,
  ask: (options: pulumi.InvokeOptions) => Answer,
): Answer {
  const run = pulumi.runtime.getMonitor();
  if (run === undefined) return ask(options);
  const ofRun = entry(answers, run, () => new Map<unknown, Map<unknown, unknown>>());
  const ofProvider = entry(ofRun, options.provider ?? byDefault, () => new Map<unknown, unknown>());
  // Each question is asked by one function, so its answer has that function's type.
  return entry(ofProvider, question, () => ask(options)) as Answer;
}

function entry<Key, Value>(
  map: { get(key: Key): Value | undefined; set(key: Key, value: Value): unknown },
  key: Key,
  make: () => Value,
): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
