/**
 * A scoring front end in a process of its own, before servers on the given ports, the first with nine tenths of the
 * traffic. Tells its URL, and on `memory` the bytes that it holds after a full collection.
 */
import { Metrics } from "../../emulator/metrics/metrics";
import type { ServedEndpoint } from "../../emulator/serving/contract";
import { startFrontEnd } from "../../emulator/serving/front-end";
import type { ServedDeployment } from "../../emulator/serving/front-end/deployment-call";
import { Upstream } from "../../emulator/serving/http/upstream";
import { Slots } from "../../emulator/serving/slots";

const [key = "", ...ports] = process.argv.slice(2);

const names = ["blue", "green"];
const deployments = new Map<string, ServedDeployment>();
for (const [index, port] of ports.entries()) {
  const slots = new Slots();
  slots.configure(256, 1);
  slots.open(new Upstream(Number(port)));
  const name = names[index] ?? "";
  deployments.set(name, { name, requestTimeoutMs: 5_000, slots });
}

const endpoint: ServedEndpoint = {
  name: "bench",
  authMode: "Key",
  keys: { primaryKey: key, secondaryKey: "another" },
  traffic: ports.length > 1 ? { blue: 90, green: 10 } : { blue: 100 },
  mirrorTraffic: {},
};
const metrics = new Metrics(() => new Date());

void startFrontEnd({
  directory: { find: () => endpoint, validAmlToken: () => false, mayScore: () => false },
  runtime: { route: (_endpoint, deployment) => deployments.get(deployment) },
  onRequest: (record) => metrics.record(record),
}).then(({ url }) => process.send?.({ url }));

process.on("message", () => {
  global.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  process.send?.({ memory: { rss, heapUsed, external } });
});
process.on("disconnect", () => process.exit(0));
