import { strict as assert } from "node:assert";
import { ArmError } from "../../../azure/arm-error";
import { BlobRefusal } from "../../../azure/blob-refusal";
import { describeMissingRight, missingRight, rightIn } from "../../../azure/missing-right";
import { WORKSPACE } from "./fake-arm";

const endpoint = `${WORKSPACE}/onlineEndpoints/fraud`;
const failed =
  "The client 'app' with object id 'oid' does not have authorization to perform action " +
  `'Microsoft.MachineLearningServices/workspaces/onlineEndpoints/write' over scope '${endpoint}' or the scope is ` +
  "invalid. If access was recently granted, please refresh your credentials.";

function refusal(status: number, code: string, message = failed): ArmError {
  return new ArmError("PUT onlineEndpoints/fraud", { status, code, message });
}

describe("a missing right", () => {
  it("tells role, scope, action and who lacks it, with the command that gives it", () => {
    const right = missingRight(refusal(403, "AuthorizationFailed"));
    assert.ok(right);
    assert.equal(
      describeMissingRight(right),
      `role "AzureML Data Scientist" (or another one with Microsoft.MachineLearningServices/workspaces/onlineEndpoints/write) ` +
        `is missing on ${WORKSPACE}; ` +
        `give it: az role assignment create --assignee oid --role "AzureML Data Scientist" --scope ${WORKSPACE}`,
    );
  });

  it("is that on the linked scope where it lies there", () => {
    const identity = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/u";
    const right = rightIn(
      "The client 'app' with object id 'oid' has permission to perform action 'A/write' on scope '/one'; however, it does " +
        `not have permission to perform action(s) 'B/assign/action' on the linked scope(s) '${identity}' (…)`,
    );
    assert.deepEqual([right.action, right.scope, right.role], ["B/assign/action", identity, "Contributor"]);
  });

  it("is the data role where a blob store refuses", () => {
    const right = missingRight(new BlobRefusal("uploading src", 403, "AuthorizationPermissionMismatch", "acct"));
    assert.deepEqual([right?.role, right?.scope], ["Storage Blob Data Contributor", "storage account acct"]);
  });

  const others: [what: string, error: unknown][] = [
    ["a policy's refusal", refusal(403, "RequestDisallowedByPolicy")],
    ["a firewall's refusal", new BlobRefusal("uploading src", 403, "AuthorizationFailure", "acct")],
    ["an expired token", refusal(401, "ExpiredAuthenticationToken")],
    ["a conflict", refusal(409, "AuthorizationFailed")],
    ["any other failure", new Error(failed)],
  ];
  for (const [what, error] of others) it(`is not ${what}`, () => assert.equal(missingRight(error), undefined));

  it("can be told of words that nobody has seen before", () => {
    const right = rightIn("You shall not pass.");
    assert.match(describeMissingRight(right), /^role "Contributor" .* is missing on the scope that it names; /);
  });
});
