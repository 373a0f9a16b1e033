import { strict as assert } from "node:assert";
import { ArmError } from "../../../azure/arm-error";
import { RoleOnItsWay } from "../../../provider/role-on-its-way";
import { attemptsAfter } from "../../../provider/write-failure";

const refused = (status: number, code: string) => new ArmError("PUT x", { status, code, message: "" });

describe("how often a write that failed is built anew", () => {
  const table: [error: unknown, attempts: number][] = [
    [refused(409, "Conflict"), 20],
    [refused(409, "EndpointAlreadyExists"), 0],
    [refused(503, "ServerBusy"), 5],
    [refused(403, "AuthorizationFailed"), 0],
    [refused(400, "BadRequest"), 0],
    [new RoleOnItsWay(), Infinity],
    [new Error("anything else"), 0],
  ];
  for (const [error, attempts] of table) {
    it(`is ${attempts} after ${String(error)}`, () => assert.equal(attemptsAfter(error), attempts));
  }
});
