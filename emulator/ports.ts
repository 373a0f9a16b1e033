import { once } from "node:events";
import { createServer } from "node:net";
import type { RecordStore } from "./arm/store/record-store";
import type { Stored } from "./arm/store/store";

/** A port that a part has, under the part's name. */
interface PortRecord extends Stored {
  port: number;
}

/**
 * The port of each part on 127.0.0.1: the one asked for, else (0) the one that it had before where that is free, else a
 * free one. Records hold addresses; where a port changes they are rewritten, and `tell` hears of it.
 */
export async function portsOf<Part extends string>(
  store: RecordStore,
  asked: Readonly<Record<Part, number>>,
  tell: (line: string) => void,
): Promise<Record<Part, number>> {
  const kept = store.collection<PortRecord>("ports");
  // No part gets the port that another one had, or a rewritten address could be rewritten again.
  const taken = new Set(kept.all().map(({ port }) => port));
  const given = new Set(Object.values<number>(asked));
  const moved = new Map<number, number>();
  const ports: Record<Part, number> = { ...asked };
  for (const part in asked) {
    const before = kept.get(part)?.port;
    const stays = before !== undefined && !given.has(before) && (await isFree(before));
    if (asked[part] > 0 && !(await isFree(asked[part]))) {
      throw new Error(
        `port: ${asked[part]} given, and another program has it, or it may not be used; choose another, or none for a free one`,
      );
    }
    const port = asked[part] || (stays ? before : await freePort(taken));
    ports[part] = port;
    taken.add(port);
    given.add(port);
    if (before === undefined || before === port) continue;
    moved.set(before, port);
    tell(
      `port ${before} of the ${part} side is ${port} now${asked[part] ? "" : ", as another program has it"}; addresses were changed`,
    );
  }
  store.transact(() => {
    if (moved.size > 0)
      store.rewrite((json) =>
        json.replace(address, (whole, host: string, port: string) => {
          const now = moved.get(Number(port));
          return now === undefined ? whole : `${host}:${now}`;
        }),
      );
    for (const part in ports) if (kept.get(part)?.port !== ports[part]) kept.put({ id: part, port: ports[part] });
  });
  return ports;
}

const address = /(127\.0\.0\.1|localhost):(\d{1,5})(?!\d)/g;

async function isFree(port: number): Promise<boolean> {
  return opened(port).then(
    () => true,
    () => false,
  );
}

async function freePort(taken: ReadonlySet<number>): Promise<number> {
  for (;;) {
    const port = await opened(0);
    if (!taken.has(port)) return port;
  }
}

/** Opens a port (0: any free one) and closes it again; throws where that is not possible. */
async function opened(port: number): Promise<number> {
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    return address !== null && typeof address === "object" ? address.port : port;
  } finally {
    server.close();
  }
}
