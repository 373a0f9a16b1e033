import { openArm } from "../../azure/connect";
import { OnlineEndpoints } from "../../azure/online-endpoints";
import { parseOnlineEndpointId } from "../../arm/ids";
import { isOver } from "../../rollout/cursor";
import type { Intent } from "../../rollout/situation";
import { isAllOn } from "../../rollout/traffic";
import type { Step } from "./advance";
import { blobJournal, containerOf } from "./blob-store";
import { goBack } from "./go-back";
import { Journal, type JournalStore } from "./journal";
import { withoutLease } from "./lease";
import { look } from "./service";
import { surroundingsOf } from "./surroundings";

/** Which endpoint goes back to what, without its program, its stack and the engine. */
export interface DirectOptions {
  /** ARM id of the endpoint. */
  endpointId: string;
  /** The deployment that gets everything. Default: the live one of the rollout under way. */
  to?: string;
  /** Who does this, for the journal. Default: user and machine. */
  by?: string;
  /** Sign-in and place of a local Azure ML. Default: this process's. */
  env?: NodeJS.ProcessEnv;
  /** Hears what could not be done beside the rollback. */
  tell?: (words: string) => void;
  /** Tells whether an update of the stack is under way. Default: none is. */
  isUpdated?: () => Promise<boolean>;
}

/** Content of a deployment of which nobody said what it runs: no program's content has this hash. */
const UNKNOWN = "0".repeat(12);

/**
 * Gives all live traffic of an endpoint to one deployment in one write. It needs nothing but ARM: not the program, not the
 * backend that has the stack, and not the blob store either, without which the journal just has no line of it.
 */
export async function rollBackDirectly(options: DirectOptions): Promise<Step> {
  const { endpointId, to, env = process.env, tell = () => undefined, isUpdated = async () => false } = options;
  const parts = parseOnlineEndpointId(endpointId);
  if (!parts) throw new Error(`endpoint: "${endpointId}" given, this is no ARM id of an online endpoint`);
  const endpoints = new OnlineEndpoints(parts.workspaceId, openArm({}, env));
  const endpoint = parts.endpointName;
  const store = await journalStore(endpoints, endpoint, tell);
  const around = surroundingsOf(
    {
      ...{ endpoints, endpoint, journal: () => Journal.open(store), by: options.by, settleMinutes: 0 },
      isUpdated,
      up: () => Promise.reject(new Error("a direct rollback runs no program")),
    },
    withoutLease,
  );
  const seen = await look(around.service, endpoint);
  const { cursor, traffic } = seen;
  const underWay = cursor && !isOver(cursor) ? cursor : undefined;
  const live = to?.toLowerCase() ?? underWay?.live;
  if (live === undefined) throw new Error("no rollout is under way: name the deployment that gets everything (--to)");
  if (underWay && live !== underWay.live) {
    throw new Error(`a rollout from ${underWay.live} is under way, and it goes back to that one and not to ${live}`);
  }
  if (!underWay && isAllOn(seen, live)) throw new Error(`${live} has all live traffic already`);
  const others = Object.entries(traffic).filter(([name, weight]) => weight > 0 && name.toLowerCase() !== live);
  const [candidate] = others.sort(([, one], [, other]) => other - one).map(([name]) => name.toLowerCase());
  const intent: Intent = {
    plan: { stages: [], gates: [], onInconclusive: "hold" },
    ...{ planHash: UNKNOWN, live, candidate: underWay?.candidate ?? candidate ?? live, stage: "given directly" },
    ...{ liveContent: UNKNOWN, candidateContent: underWay?.candidateContent ?? UNKNOWN },
  };
  return goBack(around, intent, isUpdated);
}

/** The journal beside the workspace's models; where it can't be reached, one that is forgotten. */
async function journalStore(
  endpoints: OnlineEndpoints,
  endpoint: string,
  tell: (words: string) => void,
): Promise<JournalStore> {
  try {
    const store = blobJournal(await containerOf(endpoints), endpoint);
    await Journal.open(store);
    return store;
  } catch (error) {
    tell(
      `the journal can't be written, and the rollback goes on: ${error instanceof Error ? error.message : String(error)}`,
    );
    let text = "";
    return {
      read: async () => text,
      length: async () => Buffer.byteLength(text),
      append: async (more) => void (text += more),
    };
  }
}
