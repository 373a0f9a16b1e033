import { jobLogRoutes } from "./arm/batch/jobs/job-log-routes";
import { refuseMalformed } from "./arm/http/refusal";
import type { RequestLog } from "./arm/http/request-log";
import { armServer, listen } from "./arm/http/server";
import { blobDirectory } from "./arm/machine-learning/blob-directory";
import type { ControlPlane } from "./control-plane";
import { statusPath } from "./daemon-status";
import { dashboardRoutes } from "./dashboard/dashboard-routes";
import { faultLine } from "./dashboard/fault-line";
import { faultRoutes } from "./faults/fault-routes";
import { tokenRoutes } from "./identity/token-routes";
import { discoveryRoutes } from "./local/discovery";
import { prometheusRoutes } from "./metrics/prometheus";
import type { EmulatorStatus } from "./status";
import type { Stops } from "./stops";
import { blobProxy } from "./tls/blob-proxy";
import type { Certificates } from "./tls/certificates";
import { startTlsServer } from "./tls/tls-server";

export interface DoorsOptions {
  certificates: Promise<Certificates>;
  log: RequestLog | undefined;
  onDefect: (error: unknown) => void;
  /** Told at a path of its own, once all doors are open. */
  status: () => EmulatorStatus;
}

/** Opens the control plane over HTTP and TLS, with what is served beside it. Returns the two base URLs. */
export async function openDoors(
  { context, answer, batchJobs, faults, ports }: ControlPlane,
  { certificates, log, onDefect, status }: DoorsOptions,
  stops: Stops,
): Promise<{ armUrl: string; tlsUrl: string }> {
  const server = armServer({
    answer: faults.around(answer),
    beside: [
      (app) => app.get(statusPath, status),
      discoveryRoutes,
      tokenRoutes(context),
      faultRoutes(faults),
      prometheusRoutes(context),
      jobLogRoutes(context, batchJobs),
      dashboardRoutes(context, () => faults.list().map(faultLine)),
    ],
    log,
    onDefect,
  });
  stops.push(() => server.close());
  const armUrl = await listen(server, ports.arm);
  const tls = await startTlsServer(
    {
      certificates: await certificates,
      route: (request, response) => server.routing(request, response),
      blobs: blobProxy(blobDirectory(context)),
      malformed: refuseMalformed,
    },
    ports.tls,
  );
  stops.push(() => tls.close());
  return { armUrl, tlsUrl: tls.url };
}
