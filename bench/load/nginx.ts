import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface Nginx {
  stop(): Promise<void>;
}

/** Runs nginx (Debian: `nginx-light`), one worker, with `http` as the inside of its http block. */
export async function startNginx(http: string, port: number): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), "bench-nginx-"));
  const conf = join(folder, "nginx.conf");
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  );
  writeFileSync(
    conf,
    `daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 1024; }
http { access_log off; keepalive_requests 100000000; ${temporary.join(" ")} ${http} }
`,
  );
  const child = spawn("nginx", ["-p", folder, "-c", conf], { stdio: ["ignore", "ignore", "pipe"] });
  const gone = once(child, "exit");
  const failed = once(child, "error").then(() => {
    throw new Error("nginx is not installed (Debian: apt-get install nginx-light)");
  });
  failed.catch(() => undefined);
  const end = (): void => void child.kill("SIGTERM");
  process.once("exit", end);
  await Promise.race([failed, listens(port)]);
  return {
    async stop() {
      process.off("exit", end);
      end();
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Two weighted servers behind one address, connections kept, as a proxy for canary traffic is set up. */
export function weightedProxy(port: number, blue: number, green: number): string {
  return `
    upstream deployments {
      server 127.0.0.1:${blue} weight=9; server 127.0.0.1:${green} weight=1;
      keepalive 64; keepalive_requests 100000000;
    }
    server {
      listen 127.0.0.1:${port};
      location / {
        proxy_pass http://deployments; proxy_http_version 1.1;
        proxy_set_header Connection ""; proxy_set_header x-request-id $request_id;
      }
    }`;
}

/** A server that answers at once, on two ports. */
export function instantStub(blue: number, green: number, body: string): string {
  return `default_type application/json;
    server { listen 127.0.0.1:${blue}; listen 127.0.0.1:${green}; location / { return 200 '${body}'; } }`;
}

/** Ports of loopback that were free a moment ago. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  const ports = await Promise.all(
    servers.map(async (server) => {
      await once(server, "listening");
      const address = server.address();
      return typeof address === "object" && address !== null ? address.port : 0;
    }),
  );
  for (const server of servers) await new Promise((closed) => server.close(closed));
  return ports;
}

async function listens(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const socket = connect(port, "127.0.0.1");
    const open = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (open) return;
    await sleep(50); // nginx has no way to tell that it listens
  }
  throw new Error(`nothing listens on port ${port}`);
}
