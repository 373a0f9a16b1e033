import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";

/** The resource that a hook looks after: a child of a component, by its logical name. */
export interface HookedChild {
  name: string;
  parent: pulumi.Resource;
}

/** What the engine tells a hook of the resource that it is called for. */
interface Called {
  urn: string;
  name: string;
  type: string;
}

type Call<Args, Answer> = (args: Args) => Promise<Answer>;

/** A hook of one run of the program, and whom it is called for, by logical name. */
interface Shared<Args, Answer, Hook> {
  hook: Hook;
  children: Map<string, { parent: pulumi.Resource; call: Call<Args, Answer> }[]>;
}

/**
 * Hooks by kind: the program registers one with the engine however many resources it looks after, since each registration
 * is a request, and three hooks for a deployment were a seventh of what a program of a hundred endpoints took. Which
 * resource it is called for, the arguments tell.
 */
export class SharedHooks<Args extends Called, Answer, Hook> {
  /** One process may run several programs, one after the other or at once. */
  private readonly runs = new WeakMap<object, Map<string, Shared<Args, Answer, Hook>>>();

  constructor(private readonly register: (name: string, call: Call<Args, Answer>) => Hook) {}

  /** The hook of a kind, which from now on calls `call` for the child. Only for an engine that knows hooks. */
  of(kind: string, child: HookedChild, call: Call<Args, Answer>): Hook {
    const run: object = pulumi.runtime.getMonitor() ?? this;
    const kinds = this.runs.get(run) ?? new Map<string, Shared<Args, Answer, Hook>>();
    this.runs.set(run, kinds);
    const shared = kinds.get(kind) ?? this.make(kind);
    kinds.set(kind, shared);
    // The engine calls from outside of the program, where the SDK knows neither its log nor whether this is a preview.
    const bound = { parent: child.parent, call: AsyncResource.bind(call) };
    shared.children.set(child.name, [...(shared.children.get(child.name) ?? []), bound]);
    return shared.hook;
  }

  private make(kind: string): Shared<Args, Answer, Hook> {
    const children: Shared<Args, Answer, Hook>["children"] = new Map();
    const hook = this.register(`azureml: ${kind}${copy}`, async (args) => {
      const called = children.get(args.name) ?? [];
      for (const { parent, call } of called) {
        // A name is seldom given twice, and only below parents of other types.
        if (called.length === 1 || (await urnOf(args, parent)) === args.urn) return call(args);
      }
      throw new Error(`azureml: ${kind}: ${args.urn} is none of the resources that were declared`);
    });
    return { hook, children };
  }
}

function urnOf({ name, type }: Called, parent: pulumi.Resource): Promise<string> {
  return new Promise((resolve) => {
    pulumi.createUrn(name, type, parent).apply(resolve);
  });
}

/** A program may hold several copies of this package, and hooks have one namespace in it. */
const copy = numberedCopy();

function numberedCopy(): string {
  const counter = Symbol.for("pulumi-azureml.copies");
  const before: unknown = Reflect.get(globalThis, counter);
  const number = (typeof before === "number" ? before : 0) + 1;
  Reflect.set(globalThis, counter, number);
  return number === 1 ? "" : ` (${number})`;
}
