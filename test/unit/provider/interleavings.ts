import { strict as assert } from "node:assert";
import { type LiveEndpoint, repeatEndpoint } from "../../../arm/endpoint";
import type { EndpointSettingsOutputs } from "../../../arm/endpoint-settings";
import { ArmError } from "../../../azure/arm-error";
import type { EndpointService } from "../../../provider/apply-settings";
import type { Clock } from "../../../provider/clock";
import { createSettings, readSettings, updateSettings } from "../../../provider/endpoint-settings";
import { PatientEndpoints } from "../../../provider/patient-endpoints";
import { RolePatience } from "../../../provider/role-patience";
import type { CheckedSettings } from "../../../provider/endpoint-settings-check";
import { Random } from "../../kills/random";
import { type Commit, EndpointModel, type Pace } from "./endpoint-model";
import { wanted } from "./fake-endpoint";
import { VirtualTime } from "./virtual-time";

/** What members are called here: those of the endpoint, and single tags. */
type Values = Record<string, string>;

/** What a writer meant to do with one call, and how that ended. */
export interface Deed {
  by: string;
  values: Values;
  /** Virtual milliseconds. */
  began: number;
  failure?: string;
}

/** The endpoint that all write to, and the time in which they do. */
export interface Scene {
  time: Clock & { run(...work: readonly Promise<unknown>[]): Promise<void> };
  endpoint: {
    readonly commits: readonly Commit[];
    now(): Promise<LiveEndpoint>;
    /** The service as `by` reaches it. */
    for(by: string): EndpointService;
  };
}

/** What happened. */
export interface Interleaving {
  commits: readonly Commit[];
  deeds: readonly Deed[];
  /** The endpoint when all was over. */
  end: LiveEndpoint;
}

/** Milliseconds between two calls of a writer. */
const PAUSE = 4_000;

/** An endpoint in virtual time, which one of the stacks may be unlucky to reach. */
export function modelScene(seed: number, pace: Pace, unlucky = pace): Scene {
  const time = new VirtualTime();
  const random = new Random(seed);
  const draw = (least: number, most: number) => least + random.below(most - least);
  const paceOf: Record<string, Pace> = { [random.of(["weights", "access"])]: unlucky };
  return { time, endpoint: new EndpointModel(time, draw, pace, paceOf) };
}

/** Two stacks and a person: each writes a few times, at times that the seed chooses. */
export async function interleave(seed: number, { time, endpoint }: Scene): Promise<Interleaving> {
  const random = new Random(seed);
  const draw = (least: number, most: number) => least + random.below(most - least);
  const deeds: Deed[] = [];
  let drawn = 0;
  const modes = ["AMLToken", "AADToken"] as const;
  let mode = 0;
  /** No two are the same, so that nobody writes by chance what was there before. */
  const fresh = () => (drawn += 1 + random.below(3));

  const act = async (by: string, values: Values, write: () => Promise<void>): Promise<void> => {
    const deed: Deed = { by, values, began: time.now() };
    deeds.push(deed);
    await write().catch((error: unknown) => (deed.failure = error instanceof Error ? error.message : String(error)));
  };

  /** Endpoints as the provider opens them. */
  const openAs = (by: string) => () => new PatientEndpoints(endpoint.for(by), new RolePatience(0, time));

  const created = async (by: string, first: CheckedSettings) => {
    const { outs } = await createSettings(first, openAs(by), time);
    return { by, first, outs };
  };

  const stack = async (
    { by, first, outs }: Awaited<ReturnType<typeof created>>,
    change: () => Partial<CheckedSettings>,
  ): Promise<void> => {
    const open = openAs(by);
    let olds: EndpointSettingsOutputs = outs;
    let news = first;
    for (let turn = 0; turn < 4; turn++) {
      await time.sleep(draw(0, PAUSE));
      news = { ...news, ...change() };
      await act(by, meant(olds, news), async () => void (olds = (await updateSettings(olds, news, open, time)).outs));
      if (deeds.findLast((deed) => deed.by === by)?.failure === undefined) continue;
      // The way out that the error names.
      const { props } = await readSettings("id", olds, open);
      olds = props ?? olds;
    }
  };

  const person = async (): Promise<void> => {
    const service = endpoint.for("person");
    for (let turn = 0; turn < 4; turn++) {
      await time.sleep(draw(0, PAUSE));
      const traffic = split(fresh());
      const tag = `${fresh()}`;
      const alone = random.below(2) === 0;
      const values: Values = alone ? { "tag person": tag } : { traffic: JSON.stringify(traffic) };
      await act("person", values, () =>
        persistently(time, async () => {
          const live = await service.get("fraud");
          if (!live || live.properties.provisioningState === "Updating") throw busy;
          const body = repeatEndpoint(live);
          if (alone) return service.patch("fraud", { tags: { person: tag } });
          return service.put("fraud", { ...body, properties: { ...body.properties, traffic } });
        }),
      );
    }
  };

  const all = async (): Promise<void> => {
    const [weights, access] = await Promise.all([
      created("weights", { ...wanted, traffic: { blue: 100 } }),
      created("access", { ...wanted, authMode: "Key" }),
    ]);
    await Promise.all([
      stack(weights, () =>
        random.below(3) > 0 ? { traffic: split(fresh()) } : { mirrorTraffic: { shadow: 1 + (fresh() % 50) } },
      ),
      stack(access, () =>
        random.below(3) > 0 ? { tags: { access: `${fresh()}` } } : { authMode: modes[Math.min(mode++, 1)] },
      ),
      person(),
    ]);
  };
  await time.run(all());
  return { commits: endpoint.commits, deeds, end: await endpoint.now() };
}

const busy = new ArmError("PUT onlineEndpoints/fraud", { status: 409, code: "Conflict", message: "busy" });

/** Somebody who tries until it works. */
async function persistently(time: Clock, write: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      assert.ok(error instanceof ArmError && error.status === 409, String(error));
      await time.sleep(100);
    }
  }
}

/** One of many splits between two deployments. */
function split(n: number) {
  return { [`blue${Math.floor(n / 98)}`]: 1 + (n % 98), green: 99 - (n % 98) };
}

/** What a stack means to change: what it changed of its program, by the state that it has. */
function meant(olds: CheckedSettings, news: CheckedSettings): Values {
  const members = (["traffic", "mirrorTraffic", "authMode"] as const).filter(
    (name) => news[name] !== undefined && JSON.stringify(olds[name]) !== JSON.stringify(news[name]),
  );
  const values: Values = Object.fromEntries(members.map((name) => [name, JSON.stringify(news[name])]));
  for (const [name, value] of Object.entries(news.tags ?? {})) {
    if (olds.tags?.[name] !== value) values[`tag ${name}`] = value;
  }
  return values;
}

/** All members of an endpoint that anybody here writes. */
export function valuesOf({ properties, tags }: Pick<LiveEndpoint, "properties" | "tags">): Values {
  const { traffic, mirrorTraffic, authMode } = properties;
  const own = Object.entries(tags ?? {}).map(([name, value]) => [`tag ${name}`, value]);
  return {
    traffic: JSON.stringify(traffic),
    mirrorTraffic: JSON.stringify(mirrorTraffic),
    authMode: JSON.stringify(authMode),
    ...Object.fromEntries(own),
  };
}
