import type { Server } from "node:http";

/** Holds back what a server answers to whatever may change something, until `saved` says that it is on disk. */
export function answerWhenSaved(server: Server, saved: () => Promise<void>): void {
  server.prependListener("request", ({ method }, response) => {
    if (method === "GET" || method === "HEAD" || method === "OPTIONS") return;
    const end = response.end.bind(response);
    response.end = (...given: unknown[]) => {
      saved().then(
        () => void Reflect.apply(end, response, given),
        // The client has to do it again.
        () => response.destroy(),
      );
      return response;
    };
  });
}
