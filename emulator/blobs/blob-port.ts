import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";

/**
 * The port of the blob store. It stays open whatever becomes of the process that serves it: who connects while there is
 * none waits for the next one.
 */
export class BlobPort {
  /** `host:port`. */
  readonly endpoint: string;
  private server: ChildProcess | undefined;
  private waiting: Socket[] = [];
  /** On their way to the process, oldest first. They stay open here until it says that it has them: it may end before. */
  private readonly underWay: Socket[] = [];

  private constructor(private readonly listener: Server) {
    const address = listener.address();
    if (address === null || typeof address === "string") throw new Error("the blob store has no port");
    this.endpoint = `127.0.0.1:${address.port}`;
    listener.on("connection", (socket) => {
      // One that gives up while it waits is nobody's failure.
      this.lead(socket.on("error", () => undefined));
    });
  }

  /** Opens a port on loopback; 0: any free one. */
  static async open(port: number): Promise<BlobPort> {
    const listener = createServer({ pauseOnConnect: true });
    listener.listen(port, "127.0.0.1");
    await once(listener, "listening");
    return new BlobPort(listener);
  }

  /** Lets a process listen beside us. What comes our way still waits until it is {@link serve served}. */
  share(process: ChildProcess): void {
    process.on("message", (said) => said === "taken" && this.underWay.shift()?.destroy());
    process.send("listener", this.listener, () => undefined);
  }

  /** Leads those who wait and those who come to a process. */
  serve(process: ChildProcess): void {
    this.server = process;
    for (const socket of this.waiting.splice(0)) this.lead(socket);
  }

  /** The process is gone. Those that it has not taken wait for the next one. */
  abandoned(): void {
    this.server = undefined;
    this.waiting.push(...this.underWay.splice(0));
  }

  /** Ends the connections of those who wait: what they wait for does not come soon. */
  turnAway(): void {
    for (const socket of this.waiting.splice(0)) socket.destroy();
  }

  close(): void {
    this.listener.close();
    this.turnAway();
  }

  private lead(socket: Socket): void {
    if (this.server?.connected !== true) {
      this.waiting.push(socket);
      return;
    }
    this.underWay.push(socket);
    this.server.send("connection", socket, { keepOpen: true }, () => undefined);
  }
}
