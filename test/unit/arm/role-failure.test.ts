import { strict as assert } from "node:assert";
import { lacksRole, missingRoles, refusedAtOnce } from "../../../arm/role-failure";

const scope = "/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w";
const action = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments/write";
const refused =
  `Status=403 Code="AuthorizationFailed" Message="The client 'a' with object id 'a' does not have authorization to ` +
  `perform action '${action}' over scope '${scope}' or the scope is invalid."`;

describe("a deployment's failure for want of a role", () => {
  const roles: [what: string, failure: string, atOnce: boolean][] = [
    ["the caller's", refused, true],
    ["that on a linked resource", 'Status=403 Code="LinkedAuthorizationFailed" Message="…"', true],
    [
      "AcrPull",
      'Code="BadArgument" Message="Endpoint identity does not have pull permission on the registry. For …"',
      false,
    ],
    ["of the start-up task", 'Code="BadArgument" Message="Startup task failed due to authorization error."', false],
    [
      "on the storage account",
      'Code="BadArgument" Message="Startup task failed due to incorrect role assignments on resource"',
      false,
    ],
  ];
  for (const [what, failure, atOnce] of roles) {
    it(`is told: ${what}`, () => assert.deepEqual([lacksRole(failure), refusedAtOnce(failure)], [true, atOnce]));
  }

  const others = [
    'Code="BadArgument" Message="properties.model: \'m\' is no models version of the workspace"',
    'Code="OutOfQuota" Message="Not enough cluster CPU quota."',
    'Code="ResourceNotReady" Message="User container has crashed or terminated."',
    "cannot create already existing resource '/x'",
  ];
  for (const failure of others) it(`is not ${failure}`, () => assert.equal(lacksRole(failure), false));

  it("names action and scope where the service does, and the identity's two roles elsewhere", () => {
    assert.equal(
      missingRoles(refused),
      `after 5 minutes there is still no role with ${action} on ${scope}; assign one`,
    );
    assert.match(
      missingRoles("Startup task failed due to authorization error."),
      /AcrPull .* Storage Blob Data Reader/,
    );
  });
});
