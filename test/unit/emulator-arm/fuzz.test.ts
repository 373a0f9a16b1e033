import assert from "node:assert/strict";
import fc from "fast-check";
import { deployment, endpoint, endpointWith, register } from "./bodies";
import { LocalAzureMl } from "./local-azure-ml";

describe("fuzzed requests", () => {
  let local: LocalAzureMl;
  before(async () => {
    local = await LocalAzureMl.start();
    await register(local);
    await endpointWith(local, "target", "blue");
  });
  after(() => local.stop());

  const method = fc.constantFrom("GET", "PUT", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS");
  const segment = fc.oneof(
    fc.constantFrom(
      "subscriptions",
      "resourceGroups",
      "providers",
      "Microsoft.MachineLearningServices",
      "onlineEndpoints",
      "x",
      "%00",
      "..",
      "*",
    ),
    fc.string({ unit: "binary", maxLength: 12 }).map((text) => encodeURIComponent(Buffer.from(text).toString())),
  );
  const known = fc.constantFrom(
    "",
    "/onlineEndpoints/target",
    "/onlineEndpoints/target/deployments/blue",
    "/models/m/versions/1",
    "/datastores/d",
    "/onlineEndpoints/new",
    "/onlineEndpoints/target/regenerateKeys",
    "/computes/c",
    "/codes/c/versions/1/startPendingUpload",
  );

  /** JSON with one value replaced, removed or added, at any depth. */
  const mutated = fc.tuple(
    fc.constantFrom("endpoint", "deployment"),
    fc.nat(),
    fc.json({ maxDepth: 2 }),
    fc.constantFrom("replace", "remove", "add"),
  );

  async function answersWell(verb: string, path: string, body?: unknown): Promise<void> {
    const answer = await local.send(verb, path, verb === "GET" || verb === "HEAD" ? undefined : body);
    assert.ok(answer.status < 500, `${verb} ${path}: ${answer.status} ${local.progress.at(-1) ?? ""}`);
    if (answer.status < 400 || verb === "HEAD") return;
    const { code, message } = answer.body.error;
    assert.equal(typeof code, "string");
    assert.equal(typeof message, "string");
  }

  it("with any path and any JSON get an answer with the envelope", async () => {
    const path = fc.oneof(
      fc.array(segment, { maxLength: 12 }).map((parts) => `/${parts.join("/")}`),
      fc.tuple(known, fc.array(segment, { maxLength: 3 })).map(([base, parts]) => [`{ws}${base}`, ...parts].join("/")),
    );
    await fc.assert(
      fc.asyncProperty(method, path, fc.oneof(fc.json(), fc.string()), async (verb, where, body) => {
        const url = `${local.url}/${where.replace("{ws}", local.workspace).replace(/^\/+/, "")}`;
        await answersWell(verb, url, body);
      }),
      { numRuns: 400 },
    );
  });

  it("with bodies that are almost right get an answer with the envelope", async () => {
    await fc.assert(
      fc.asyncProperty(mutated, async ([kind, where, value, how]) => {
        const body = structuredClone(kind === "endpoint" ? endpoint() : deployment(local));
        const places = objectsIn(body);
        const [place, key] = places[where % places.length] ?? [{}, ""];
        if (how === "remove") delete place[key];
        else place[how === "add" ? `${key}2` : key] = JSON.parse(value);
        await answersWell(
          "PUT",
          `${local.workspace}/onlineEndpoints/${kind === "endpoint" ? "fuzzed" : "target/deployments/fuzzed"}`,
          body,
        );
      }),
      { numRuns: 300 },
    );
  });

  it("leave no defect behind", () => assert.deepEqual(local.progress, []));
});

function objectsIn(value: object): [Record<string, unknown>, string][] {
  return Object.entries(value).flatMap(([key, inner]): [Record<string, unknown>, string][] => [
    [Object.assign(value), key],
    ...(typeof inner === "object" && inner !== null ? objectsIn(inner) : []),
  ]);
}
