import assert from "node:assert/strict";
import { startExample, type ExampleRun } from "./example-run";
import { armTarget, requestFaults } from "./published-types";
import { ENDPOINT, WORKSPACE } from "./sample-bodies";

/** A line of the request log. */
interface LoggedRequest {
  method: string;
  path: string;
  body: unknown;
  status: number;
}

/** The part of a stack's exported state that is looked at. */
interface State {
  resources: { type: string; id?: string }[];
}

describe("the requests of the main example", function () {
  this.timeout(600_000); // on a fresh machine the Python environment is built here

  let example: ExampleRun | undefined;
  let sent: LoggedRequest[] = [];
  let state: State = { resources: [] };

  before(async () => {
    example = await startExample();
    await example.up({
      "azure-native:location": "westeurope",
      "deployments.blue.model": "v1",
      "deployments.blue.instances": "1",
      "deployments.green.model": "v2",
      "deployments.green.instances": "1",
      "traffic.blue": "100",
    });
    await example.up({ "traffic.blue": "90", "traffic.green": "10" });
    const lines = (await example.requestLog()).trim().split("\n");
    const requests: LoggedRequest[] = lines.map((line) => JSON.parse(line));
    sent = requests.filter(({ method }) => ["PUT", "PATCH", "POST"].includes(method));
    state = (await example.stack.exportStack()).deployment;
  });

  after(() => example?.stop());

  it("are all well-formed by Microsoft's published types", () => {
    const faults = sent.flatMap((request) => requestFaults(request).map((fault) => `${operation(request)} ${fault}`));
    assert.deepEqual(faults, []);
  });

  it("reach every type of resource that the stack has", () => {
    const created = state.resources
      .filter(({ type, id }) => type.startsWith("azure-native:") && id !== undefined)
      .map(({ id = "" }) => `PUT ${armTarget(id).armType}`);
    const put = new Set(sent.map((request) => operation(request).toLowerCase()));
    assert.ok(created.length >= 13, created.join("\n"));
    assert.deepEqual(
      created.filter((each) => !put.has(each.toLowerCase())),
      [],
    );
  });

  it("come from our provider as well: a SAS for uploads, and the weights as they change", () => {
    assert.ok(sent.some((request) => operation(request) === `POST ${WORKSPACE}/datastores/listSecrets`));
    const weights = sent.filter((request) => operation(request) === `PUT ${ENDPOINT}`).map(trafficOf);
    assert.deepEqual(weights, [undefined, { blue: 100 }, { blue: 90, green: 10 }]);
  });
});

function operation({ method, path }: LoggedRequest): string {
  const { armType, action } = armTarget(path);
  return [`${method} ${armType}`, action].filter((part) => part !== "").join("/");
}

function trafficOf({ body }: LoggedRequest): unknown {
  const { properties } = Object(body);
  return properties.traffic;
}
