import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { ArmContext } from "../arm/context";
import { ArmError } from "../arm/http/errors";
import { dashboardPath } from "./dashboard-url";
import { Feed } from "./feed";
import { html, securityPolicy } from "./page/html";

const events = z.object({
  endpoint: z.string().optional(),
  deployment: z.string().optional(),
  instance: z.string().optional(),
});

/**
 * A page that shows what the local Azure ML has and does, without a token, and the events that keep it up to date.
 * `faults` tells those that are on, in a line each.
 */
export function dashboardRoutes(context: ArmContext, faults: () => readonly string[]): (app: FastifyInstance) => void {
  const feed = new Feed(context, faults);
  return (app) => {
    app.get(dashboardPath, (_request, reply) =>
      reply
        .headers({
          "content-security-policy": securityPolicy,
          "x-content-type-options": "nosniff",
          "referrer-policy": "no-referrer",
          "cache-control": "no-store",
        })
        .type("text/html; charset=utf-8")
        .send(html),
    );

    app.get(`${dashboardPath}/events`, (request, reply) => {
      const { endpoint, deployment, instance } = events.safeParse(request.query).data ?? {};
      if (feed.full) {
        const error = new ArmError(503, "TooManyPages", "Too many pages show the dashboard; close one.");
        return reply.code(error.status).send(error.body);
      }
      void reply.hijack();
      feed.open(reply.raw, endpoint && deployment ? { endpoint, deployment, instance } : undefined);
      return reply;
    });

    app.addHook("preClose", async () => feed.close());
  };
}
