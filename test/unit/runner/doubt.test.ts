import assert from "node:assert/strict";
import type { StateResource } from "../../../runner/engine/stack-state";
import { doubtAbout, type Evidence, restsOn } from "../../../runner/recover/doubt";
import { failedUpdates } from "../../../runner/recover/failed-updates";
import type { Found } from "../../../runner/recover/look-up";
import { fakePulumi } from "./fake-pulumi";

const stack: StateResource = { urn: "stack", type: "pulumi:pulumi:Stack" };
const component: StateResource = { urn: "component", type: "c", parent: "stack" };
const endpoint: StateResource = { urn: "endpoint", type: "e", parent: "component" };
const model: StateResource = { urn: "model", type: "m", parent: "stack" };
const inState = [stack, component, endpoint, model];
const deployment: StateResource = { urn: "d", type: "d", parent: "component", dependencies: ["endpoint", "model"] };

const made = Date.parse("2026-11-25T10:00:00Z");
const found = (systemData: object): Found => ({ id: "/d", state: "Succeeded", answer: { systemData } });
const ofAda = found({ createdAt: "2026-11-25T10:00:00Z", createdBy: "ada@contoso.com", createdByType: "User" });
const minute = { from: made - 30_000, to: made + 30_000, through: 4 };
const evidence = (more: Partial<Evidence>): Evidence => ({ failed: [minute], signedIn: undefined, inState, ...more });

describe("a resource that the state does not know", () => {
  const never = "no failed update of this stack had come to it then";
  const cases: [what: string, found: Found, evidence: Partial<Evidence>, doubt: string | undefined][] = [
    ["made in a failed update that had come to it", ofAda, {}, undefined],
    ["made in one whose history tells no numbers", ofAda, { failed: [{ ...minute, through: undefined }] }, undefined],
    ["made in one that failed before", ofAda, { failed: [{ ...minute, through: 3 }] }, never],
    ["made four seconds after it", ofAda, { failed: [{ ...minute, to: made - 4000 }] }, undefined],
    ["made six seconds after it", ofAda, { failed: [{ ...minute, to: made - 6000 }] }, never],
    ["made six seconds before it", ofAda, { failed: [{ ...minute, from: made + 6000 }] }, never],
    ["made while none failed", ofAda, { failed: [] }, never],
    ["made nobody knows when", found({}), {}, never],
    ["made by who signs in now", ofAda, { signedIn: { upn: "ada@contoso.com" } }, undefined],
    ["made by somebody else", ofAda, { signedIn: { upn: "grace@x.com" } }, "this signs in as grace@x.com"],
    ["made by a person, signed in as an application", ofAda, { signedIn: { appid: "4711" } }, "this signs in as 4711"],
  ];
  for (const [what, resource, more, doubt] of cases) {
    it(`${what} is ${doubt === undefined ? "this stack's" : "left alone"}`, () => {
      assert.equal(doubtAbout(deployment, resource, evidence(more)), doubt);
    });
  }

  it("is left alone where the history can't be read, which is said", () => {
    const failed = new Error("pulumi stack history: it is no whole JSON");
    assert.equal(
      doubtAbout(deployment, ofAda, evidence({ failed })),
      "which updates of this stack failed is not known (pulumi stack history: it is no whole JSON)",
    );
  });

  it("rests on its parents and dependencies, each once", () => {
    assert.equal(restsOn(deployment, inState), 4);
    assert.equal(restsOn({ ...deployment, parent: "new component", dependencies: null }, inState), 1);
  });
});

describe("the failed updates of a stack", () => {
  it("are those that could have made something, with how many resources they were through with", async () => {
    const times = { startTime: "2026-11-25T10:00:00.000Z", endTime: "2026-11-25T10:00:02.000Z" };
    const history = [
      { kind: "update", result: "failed", ...times, resourceChanges: { same: 9, create: 1, delete: 3 } },
      { kind: "update", result: "failed", ...times, resourceChanges: {} },
      { result: "failed", ...times },
      { kind: "destroy", result: "failed", ...times, resourceChanges: { delete: 3 } },
      { kind: "update", result: "succeeded", ...times },
      { kind: "update", result: "in-progress", startTime: times.startTime },
    ];
    const failed = await failedUpdates(fakePulumi(`echo '${JSON.stringify(history)}'`));
    assert.deepEqual(
      failed.map(({ from, to, through }) => [to - from, through]),
      [
        [2000, 10],
        [2000, 0],
        [2000, undefined],
      ],
    );
  });

  it("are not known where the history is no history", async () => {
    const odd = fakePulumi(`echo '[{"result": 4}]'`);
    await assert.rejects(failedUpdates(odd), /^EngineFault: pulumi stack history: it has a form .*: 0\.result: /);
    await assert.rejects(failedUpdates(fakePulumi("echo '['")), {
      message: /^pulumi stack history: it is no whole JSON/,
    });
  });
});
