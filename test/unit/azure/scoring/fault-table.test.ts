import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { ScoringCredential } from "../../../../azure/scoring/credential";
import type { ScoreOptions } from "../../../../azure/scoring/options";
import { ScoringClient } from "../../../../azure/scoring/scoring-client";
import { ScoringError } from "../../../../azure/scoring/scoring-error";
import { ScriptedServer, type Step } from "./scripted-server";
import { StillClock } from "./still-clock";

interface Case extends ScoreOptions {
  script: readonly Step[];
  credential?: ScoringCredential;
  body?: () => unknown;
  /** Nobody listens. */
  server?: "gone";
}

const ok: Step = { status: 200, body: '"ok"' };
const full = { "ms-azureml-model-error-reason": "too_many_pending_request" };
const after = (value: string): Step => ({ status: 429, headers: { "retry-after": value } });
const both = { key: "one", otherKey: "two" };
/** The moment of the still clock is noon. */
const inFiveSeconds = "Sun, 01 Mar 2026 12:00:05 GMT";

const cases: Record<string, Case> = {
  "200": { script: [ok] },
  "429 `too_many_pending_request`, then 200": { script: [{ status: 429, headers: full }, ok] },
  "a storm of 429 `too_many_pending_request`": { script: [{ status: 429, headers: full }] },
  "a storm of 429 by the rate limit": { script: [{ status: 429 }] },
  "429 with `Retry-After: 2`, then 200": { script: [after("2"), ok] },
  "429 with `Retry-After` as a date, then 200": { script: [after(inFiveSeconds), ok] },
  "429 with a `Retry-After` beyond the deadline": { script: [after("20")], deadlineMs: 19_000 },
  "503, then 200": { script: [{ status: 503 }, ok] },
  "408, over and over": { script: [{ status: 408, body: "upstream request timeout" }] },
  "424, the model failed": {
    script: [{ status: 424, headers: { "ms-azureml-model-error-reason": "model_error" } }, ok],
  },
  "424 `model_not_ready`, then 200": {
    script: [{ status: 424, headers: { "ms-azureml-model-error-reason": "model_not_ready" } }, ok],
  },
  "401, and another key or token is there": { script: [{ status: 401 }, ok], credential: both },
  "401, and there is no other": { script: [{ status: 401 }, ok] },
  "401, and the other is refused too": { script: [{ status: 401 }], credential: both },
  "no token to be had": { script: [ok], credential: { token: () => Promise.reject(new Error("no")) } },
  "403": { script: [{ status: 403 }, ok] },
  "404, no deployment has traffic, or none of that name": { script: [{ status: 404 }, ok] },
  "413 and any other refusal": { script: [{ status: 413 }, ok] },
  "500, 502, 504": { script: [{ status: 502 }, ok] },
  "no connection": { script: [ok], server: "gone" },
  "the connection breaks before the answer, then 200": { script: ["reset", ok] },
  "the connection breaks before every answer": { script: ["reset"] },
  "the connection breaks within the answer": { script: ["break off", ok] },
  "the answer stalls beyond `timeoutMs`": { script: ["stall", ok], timeoutMs: 3000 },
  "no answer within `timeoutMs`, then 200": { script: ["silence", ok], timeoutMs: 3000 },
  "503 for a request from a stream": { script: [{ status: 503 }, ok], body: () => Readable.from(["{}"]) },
  '503 with `retry: "none"`': { script: [{ status: 503 }, ok], retry: "none" },
  '503 for a model that counts (`repeat: "unprocessed"`)': {
    script: [{ status: 503 }, ok],
    retry: { repeat: "unprocessed" },
  },
  "429 for a model that counts, then 200": { script: [{ status: 429 }, ok], retry: { repeat: "unprocessed" } },
  "the caller gives up": { script: ["silence"], signal: AbortSignal.abort() },
};

const page = readFileSync(join(__dirname, "../../../../docs/consume.md"), "utf8");
const section = page.slice(page.indexOf("## What the client does"));
const rows = section
  .slice(0, section.indexOf("\n## ", 3))
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (-|what happens)/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()));

describe("what the client does when something goes wrong", () => {
  it("is told of exactly the cases that are tested", () => {
    assert.deepEqual(rows.map(([, what]) => what).sort(), Object.keys(cases).sort());
  });

  for (const [, what = "", tries, pauses = "", outcome] of rows) {
    it(`${what}: ${outcome} after ${tries} tries`, async () => {
      const { script, credential = { key: "one" }, body = () => ({}), server: state, ...options } = cases[what]!;
      const clock = new StillClock();
      const server = await ScriptedServer.start();
      server.script = script;
      const client = new ScoringClient(server.url, credential, {}, clock);
      if (state === "gone") await server.stop();
      const ended = await client.score(body(), options).catch((error: unknown) => error);
      if (state !== "gone") await server.stop();
      await client.close();

      const failed = ended instanceof ScoringError ? ended : undefined;
      const seen = failed?.reason ?? (ended as { body: unknown }).body;
      assert.equal(`\`${seen}\``, outcome === "`answer`" ? "`ok`" : outcome, failed?.message);
      assert.equal(String(failed?.tries ?? (ended as { tries: number }).tries), tries);
      const most = pauses === "" ? [] : pauses.split(", ").map((seconds) => Number(seconds) * 1000);
      assert.deepEqual(clock.pauses, most);
    });
  }
});
