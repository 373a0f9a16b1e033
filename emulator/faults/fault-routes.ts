import type { FastifyInstance } from "fastify";
import { ArmError, type ErrorBody } from "../arm/http/errors";
import { messageOf } from "../error-message";
import type { Faults } from "./faults";
import { InvalidFault, sentence, type Wrong } from "./invalid-fault";

/** Where faults are switched on and off. */
export const faultsPath = "/_local/faults";

/** A fault is a few hundred bytes. */
const mostBytes = 16 * 1024;

/**
 * `GET` lists the faults that are on, `POST` switches one on and answers 201 with it, `DELETE` switches one or all off.
 */
export function faultRoutes(faults: Faults): (app: FastifyInstance) => void {
  return (app) => {
    // A form on a page may send text, but no JSON, without asking first.
    app.removeContentTypeParser("text/plain");
    app.setErrorHandler((error, _request, reply) => {
      const refused = refusal(error);
      void reply.code(refused.status).send(refused.body);
    });
    app.get(faultsPath, () => ({ value: faults.list() }));
    app.post(faultsPath, { bodyLimit: mostBytes }, async (request, reply) =>
      reply.code(201).send(faults.switchOn(request.body)),
    );
    app.delete(faultsPath, async (_request, reply) => {
      faults.clear();
      return reply.code(204).send();
    });
    app.delete<{ Params: { id: string } }>(`${faultsPath}/:id`, async (request, reply) => {
      if (faults.remove(request.params.id)) return reply.code(204).send();
      throw new ArmError(404, "NotFound", `There is no fault '${request.params.id}'.`);
    });
  };
}

function refusal(error: unknown): ArmError {
  if (error instanceof ArmError) return error;
  if (error instanceof InvalidFault) return new ArmError(400, "InvalidFault", error.message, error.wrongs.map(detail));
  const status = typeof error === "object" && error !== null && "statusCode" in error ? Number(error.statusCode) : 500;
  const message = messageOf(error);
  return new ArmError(status, status < 500 ? "BadRequest" : "InternalServerError", message);
}

function detail(wrong: Wrong): ErrorBody {
  return { code: "ValidationError", target: wrong.field, message: sentence(wrong) };
}
