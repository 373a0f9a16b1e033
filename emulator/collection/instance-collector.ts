import { join } from "node:path";
import type { DeploymentSpec } from "../serving/contract";
import type { Sender } from "../serving/http/upstream";
import { Collector } from "./collector";
import { collectorEnvironment, modelDataEnvironment } from "./collector-environment";
import type { CollectorHost } from "./contract";
import { SPOOL } from "./leftovers";
import { logsPayloads, PayloadTap } from "./payload-tap";
import { sendingFailure } from "./sending-failure";
import { Sidecar } from "./sidecar";

/** Where an instance keeps what it collects. */
export interface CollectingInstance {
  instance: string;
  /** Folder that outlives the instance. */
  spoolFolder: string;
  /** Folder of its own. */
  folder: string;
}

/** Everything that collects the data of one instance: its sidecar, and what listens to its traffic and its log. */
export class InstanceCollector {
  private closing: Promise<void> | undefined;

  private constructor(
    private readonly collector: Collector,
    private readonly sidecar: Sidecar,
    private readonly host: CollectorHost,
    private readonly spec: DeploymentSpec,
    /** What the instance's server has to find in its environment. */
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** Undefined where the deployment collects nothing. */
  static async start(
    spec: DeploymentSpec,
    { instance, spoolFolder, folder }: CollectingInstance,
    host: CollectorHost,
    log: (line: string) => void,
  ): Promise<InstanceCollector | undefined> {
    const { endpoint, deployment, dataCollection, modelDataCollection, model } = spec;
    if (dataCollection === undefined && modelDataCollection === undefined) return undefined;
    const collected = {
      ...{ endpoint, deployment, instance, log },
      collection: dataCollection,
      modelData: modelDataCollection,
      spool: join(spoolFolder, `${instance}${SPOOL}`),
    };
    const collector = new Collector(collected, host);
    const sidecar = await Sidecar.start(collector);
    const place = { port: sidecar.port, folder };
    return new InstanceCollector(collector, sidecar, host, spec, {
      ...(dataCollection ? collectorEnvironment(place, dataCollection) : {}),
      ...(modelDataCollection
        ? modelDataEnvironment(place, modelDataCollection, { endpoint, ...(model && { model }) })
        : {}),
    });
  }

  /** The way to the instance, with an ear for payloads where they are collected. */
  tapped(to: Sender): Sender {
    const { dataCollection } = this.spec;
    if (dataCollection === undefined || !logsPayloads(dataCollection)) return to;
    return new PayloadTap(to, dataCollection, this.collector, this.host);
  }

  /** Reads what the instance wrote: records that its script could not send are lost, and counted. */
  read(lines: readonly string[]): void {
    for (const line of lines) {
      const failure = sendingFailure(line);
      if (failure) this.collector.notSent(failure.collection, failure.id, failure.why);
    }
  }

  /** Ends the sidecar as a crash would, and starts it again. */
  restart(): Promise<void> {
    return this.sidecar.restart();
  }

  /** Writes what waits, and ends. */
  close(): Promise<void> {
    return (this.closing ??= this.sidecar.close().then(() => this.collector.close()));
  }
}
