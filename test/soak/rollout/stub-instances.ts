import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { ServingPart } from "../../../emulator/parts";
import type { DeploymentSpec, ServingRuntime } from "../../../emulator/serving/contract";
import { type FrontEnd, startFrontEnd } from "../../../emulator/serving/front-end";
import type { ServedDeployment } from "../../../emulator/serving/front-end/deployment-call";
import { Upstream } from "../../../emulator/serving/http/upstream";
import { Slots } from "../../../emulator/serving/slots";
import { FakeServing } from "../../unit/emulator-arm/fake-serving";

interface Served extends ServedDeployment {
  variables: Record<string, string>;
  server: Server;
  upstream: Upstream;
}

/** Containers that come up at once, are plain servers of this process, and stand behind the real front end. */
export class StubInstances implements ServingPart {
  private readonly played = new FakeServing();
  private readonly served = new Map<string, Served>();

  readonly runtime: ServingRuntime = {
    ...this.played.runtime,
    apply: async (spec) => {
      await this.played.runtime.apply(spec);
      await this.serve(spec);
    },
    remove: async (endpoint, deployment) => {
      await this.played.runtime.remove(endpoint, deployment);
      await this.end(keyOf(endpoint, deployment));
    },
    stop: async () => void (await Promise.all([...this.served.keys()].map((key) => this.end(key)))),
  };

  open(options: Parameters<ServingPart["open"]>[0]): Promise<FrontEnd> {
    const route = (endpoint: string, deployment: string) => this.served.get(keyOf(endpoint, deployment));
    return startFrontEnd({ ...options, runtime: { route } });
  }

  private async serve({ endpoint, deployment, environmentVariables, instanceCount, ...spec }: DeploymentSpec) {
    const key = keyOf(endpoint, deployment);
    const there = this.served.get(key);
    if (there) {
      there.variables = environmentVariables;
      return;
    }
    const server = createServer((request, response) => {
      void answer(request, this.served.get(key)?.variables).then(({ status, body }) => {
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
      });
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const slots = new Slots();
    slots.configure(spec.maxConcurrentRequestsPerInstance * 100, instanceCount);
    const upstream = new Upstream((server.address() as AddressInfo).port);
    slots.open(upstream);
    const { requestTimeoutMs } = spec;
    this.served.set(key, {
      ...{ name: deployment, requestTimeoutMs, slots, variables: environmentVariables, server, upstream },
    });
  }

  private async end(key: string): Promise<void> {
    const found = this.served.get(key);
    if (!found) return;
    this.served.delete(key);
    await found.slots.drain(found.upstream);
    found.upstream.close();
    found.server.closeAllConnections();
    await once(found.server.close(), "close");
  }
}

/** What a container answers: which release it is, or that it failed, as its variables say. */
async function answer(request: IncomingMessage, variables: Record<string, string> = {}) {
  const isGolden = (await text(request)).includes('"golden"');
  const { RELEASE: release, FAILS: fails } = variables;
  const isFailure = fails === "all" || (fails === "all but golden" && !isGolden);
  return { status: isFailure ? 500 : 200, body: { release } };
}

function keyOf(endpoint: string, deployment: string): string {
  return `${endpoint}/${deployment}`.toLowerCase();
}
