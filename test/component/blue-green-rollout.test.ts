import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { type BlueGreenRolloutArgs, type ManagedOnlineEndpointArgs, RegisteredModel } from "../../components";
import { ManagedOnlineEndpoint } from "../../components";
import { heldDeclaration } from "../../components/rollout-declaration";
import type { contentHash } from "../../components/rollout-content";
import type { Cursor } from "../../rollout/cursor";
import { canary } from "../../rollout/strategies";
import { type Answers, runProgram, workspace } from "./program";
import {
  blue,
  cursorTag,
  declared,
  green,
  hashOf,
  liveEndpoint,
  MISSING,
  plan,
  READ,
  READ_DEPLOYMENT,
  rollout,
} from "./rollout-program";

describe("BlueGreenRollout at a stage", () => {
  const stages: [stage: string, traffic: Record<string, number>][] = [
    ["provision", { blue: 100 }],
    ["canary-10", { blue: 90, green: 10 }],
    ["canary-50", { blue: 50, green: 50 }],
    ["bake", { green: 100 }],
  ];
  for (const [stage, traffic] of stages) {
    it(`${stage}: gives the endpoint its weights, and asks nobody`, async () => {
      const run = await runProgram("preview", () => rollout({ stage }));

      assert.deepEqual(declared(run), { instances: { blue: 3, green: 3 }, weights: { traffic, mirrorTraffic: {} } });
      assert.deepEqual(
        run.calls.map(({ token }) => token),
        [],
      );
    });
  }

  it("mirrors at a mirror stage", async () => {
    const run = await runProgram("up", () => rollout({ plan: canary([10], { mirror: 20 }), stage: "mirror-20" }));

    assert.deepEqual(declared(run).weights, { traffic: { blue: 100 }, mirrorTraffic: { green: 20 } });
  });

  it("declares the former deployment no longer, or with one instance, at the retire stage", async () => {
    const retired = await runProgram("up", () => rollout({ stage: "retire" }));
    const kept = await runProgram("up", () => rollout({ stage: "retire", plan: canary([], { retire: "scaleDown" }) }));

    assert.deepEqual(declared(retired).instances, { green: 3 });
    assert.deepEqual(declared(kept).instances, { blue: 1, green: 3 });
    assert.deepEqual(declared(kept).weights, { traffic: { green: 100 }, mirrorTraffic: {} });
  });

  it("gives the live deployment everything where there is no candidate", async () => {
    const run = await runProgram("up", () => rollout({ candidate: undefined, stage: "provision" }));

    assert.deepEqual(declared(run), {
      instances: { blue: 3 },
      weights: { traffic: { blue: 100 }, mirrorTraffic: {} },
    });
  });

  it("registers deployments by the endpoint's name and one writer of weights", async () => {
    const run = await runProgram("up", () => rollout({ stage: "canary-10", settingsTimeoutSeconds: 60 }));

    assert.deepEqual(run.resources.map(({ name }) => name).sort(), [
      "fraud",
      "fraud-blue",
      "fraud-blue-deployment",
      "fraud-endpoint",
      "fraud-green",
      "fraud-green-deployment",
      "fraud-settings",
      "project-dev",
      "release",
      "release-settings",
    ]);
    const { __provider, ...settings } = run.find(
      "pulumi-nodejs:dynamic/azureml:EndpointSettings",
      "release-settings",
    ).inputs;
    assert.deepEqual(settings, {
      account: { subscriptionId: "s", tenantId: "t" },
      workspaceId: workspace.id,
      endpointName: "fraud-dev",
      deployments: ["blue", "green"],
      traffic: { blue: 90, green: 10 },
      mirrorTraffic: {},
      timeoutSeconds: 60,
    });
  });
});

describe("BlueGreenRollout that holds weights", () => {
  const both = { blue: 3, green: 3 };
  const first = { traffic: { blue: 100 } };

  for (const mode of ["up", "preview"] as const) {
    it(`gives the live deployment everything on an endpoint without weights (${mode})`, async () => {
      for (const answer of [{ refusal: MISSING }, {}, { traffic: { blue: 0 } }]) {
        const run = await runProgram(mode, () => rollout(), liveEndpoint(answer));

        assert.deepEqual(declared(run), { instances: both, weights: first });
        assert.deepEqual(run.calls, [
          {
            token: READ,
            inputs: { endpointName: "fraud-dev", resourceGroupName: "g", workspaceName: "w" },
          },
        ]);
      }
    });
  }

  it("asks nothing in a preview that cannot know the workspace, and shows all that it would make", async () => {
    const run = await runProgram("preview", () => {
      const made = new RegisteredModel("m", { workspace, uri: "azureml://datastores/d/paths/m" }).version.id;
      return rollout({}, { workspace: { ...workspace, workspaceName: made } });
    });

    assert.deepEqual(declared(run), { instances: both, weights: first });
    assert.deepEqual(run.calls, []);
  });

  it("writes no weights once there are any", async () => {
    const run = await runProgram("up", () => rollout(), liveEndpoint({ traffic: { blue: 100 } }));

    assert.deepEqual(declared(run), { instances: both, weights: {} });
  });

  const rolledBack = { status: "rolledBack" } as const;
  const succeeded = { status: "succeeded", stage: 5 } as const;
  const scaledDown = canary([10, 50], { retire: "scaleDown" });
  const newer = { ...green, model: "/models/m/versions/3" };
  const cases: [
    name: string,
    cursor: Partial<Cursor>,
    args: Partial<BlueGreenRolloutArgs>,
    instances: Record<string, number>,
  ][] = [
    ["while it runs both stay", {}, {}, both],
    ["while it is held both stay", { status: "held", hold: "paused" }, {}, both],
    ["a candidate that failed goes", rolledBack, {}, { blue: 3 }],
    ["a candidate that failed comes again with other content", rolledBack, { candidate: newer }, both],
    ["the former deployment goes after success", succeeded, {}, { green: 3 }],
    ["the former deployment shrinks after success", succeeded, { plan: scaledDown }, { blue: 1, green: 3 }],
    [
      "what changes in the former deployment brings it not back",
      succeeded,
      { live: { ...blue, model: "/m/9" } },
      { green: 3 },
    ],
    ["the candidate becomes the live deployment", succeeded, { live: green, candidate: undefined }, { green: 3 }],
    [
      "the third release comes beside the second",
      succeeded,
      { live: green, candidate: { ...newer, name: "blue" } },
      both,
    ],
    ["more instances are no other content", {}, { live: { ...blue, instanceCount: 5 } }, { blue: 5, green: 3 }],
  ];
  for (const [name, changes, args, instances] of cases) {
    it(`${name}, and no weights are written`, async () => {
      const tags = await cursorTag(changes);
      const splits: Record<string, number>[] = [{ blue: 90, green: 10 }, {}];
      for (const traffic of splits) {
        const run = await runProgram("up", () => rollout(args), liveEndpoint({ traffic, tags }));

        assert.deepEqual(declared(run), { instances, weights: {} });
      }
    });
  }

  it("leaves a candidate with traffic as large as it is where some tool took the tag away", async () => {
    const args = { plan: canary([10, 50], { instances: [1, 2] }) };
    const answers = liveEndpoint({ traffic: { blue: 90, green: 10 } });
    const run = await runProgram("up", () => rollout(args), {
      ...answers,
      [READ_DEPLOYMENT]: () => ({ sku: { capacity: 7 } }),
    });

    assert.deepEqual(declared(run), { instances: { blue: 3, green: 7 }, weights: {} });
    assert.deepEqual(run.calls[1], {
      token: READ_DEPLOYMENT,
      inputs: { deploymentName: "green", endpointName: "fraud-dev", resourceGroupName: "g", workspaceName: "w" },
    });
  });

  it("finds its tag whatever the case of the name", async () => {
    const { rollout: text = "" } = await cursorTag(rolledBack);
    const tags = { team: "risk", Rollout: text };
    const run = await runProgram("up", () => rollout(), liveEndpoint({ traffic: { blue: 100 }, tags }));

    assert.deepEqual(declared(run).instances, { blue: 3 });
  });

  const refusal = async (answers: Answers, args: Partial<BlueGreenRolloutArgs> = {}): Promise<string> => {
    let message = "";
    const run = await runProgram(
      "up",
      async () => {
        const endpoint = new ManagedOnlineEndpoint("fraud", { workspace, authMode: "Key" });
        const parts = { plan, live: blue, candidate: green, ...args };
        await assert.rejects(heldDeclaration(endpoint, "BlueGreenRollout x", endpoint, parts), (error: Error) => {
          message = error.message;
          return pulumi.ResourceError.isInstance(error);
        });
      },
      answers,
    );
    assert.deepEqual(
      run.resources.filter(({ type }) => type.endsWith("OnlineDeployment")),
      [],
    );
    return message;
  };

  it("registers nothing but a refusal where it must not go on", async () => {
    const run = await runProgram("up", () => rollout(), liveEndpoint({ tags: { rollout: "later" } }));

    const { inputs } = run.find("pulumi-nodejs:dynamic/azureml:EndpointSettings", "release-settings");
    assert.match(String(inputs["refusal"]), /^BlueGreenRollout release: tag rollout of endpoint fraud-dev: "later"/);
    assert.deepEqual(declared(run), { instances: {}, weights: {} });
  });

  it("refuses to go on where the endpoint can't be read", async () => {
    const message = await refusal(liveEndpoint({ refusal: 'Status=403 Code="Forbidden" Message="not for /rg-404"' }));

    assert.match(message, /^BlueGreenRollout x: endpoint: "fraud-dev" given, it can't be read, .*Forbidden/);
  });

  it("refuses to go on where it can't be read how large a candidate with traffic is", async () => {
    const read = (): never => {
      throw Object.assign(new Error("refused"), { details: 'Status=403 Code="Forbidden" Message="no"' });
    };
    const answers = { ...liveEndpoint({ traffic: { green: 100 } }), [READ_DEPLOYMENT]: read };
    const message = await refusal(answers, { plan: canary([10], { instances: [1] }) });

    assert.match(message, /^BlueGreenRollout x: endpoint: "fraud-dev" given, it can't be read, .*Forbidden/);
  });

  it("refuses a tag that no rollout wrote, and says which and what to do", async () => {
    const message = await refusal(liveEndpoint({ traffic: { blue: 100 }, tags: { rollout: "later" } }));

    assert.equal(
      message,
      'BlueGreenRollout x: tag rollout of endpoint fraud-dev: "later" given, this is not what a rollout writes there; ' +
        "take the tag off the endpoint: weights stay as they are, and `pulumi-azureml rollout` goes on from its journal",
    );
  });

  for (const status of [{}, { status: "held", hold: "weights" }] as const) {
    it(`refuses other content of either side while a rollout is ${"status" in status ? "held" : "running"}`, async () => {
      const answers = liveEndpoint({ traffic: { blue: 90, green: 10 }, tags: await cursorTag(status) });
      const message = await refusal(answers, { live: { ...blue, model: "/m/9" }, candidate: newer });

      assert.match(message, /^BlueGreenRollout x: 2 faults/);
      assert.match(
        message,
        /live: "[0-9a-f]{12}" given, a rollout from blue to green is under way .* it was [0-9a-f]{12}/,
      );
      assert.match(message, /candidate: "[0-9a-f]{12}" given, .*; take the change back until it is over/);
    });
  }

  it("refuses other names while a rollout runs", async () => {
    const answers = liveEndpoint({ traffic: { blue: 90, green: 10 }, tags: await cursorTag() });

    assert.match(
      await refusal(answers, { live: green, candidate: undefined }),
      /live\.name: "green" given, .*name blue/,
    );
    assert.match(
      await refusal(answers, { candidate: undefined }),
      /x: candidate: a rollout .*; name green as candidate/,
    );
  });
});

describe("what a rollout says of itself", () => {
  it("is plain data of plan, names and contents", async () => {
    let intent: pulumi.Output<unknown> | undefined;
    await runProgram("up", () => {
      ({ intent } = rollout({ stage: "provision", live: { ...blue, name: "Blue" } }));
    });

    assert.ok(intent);
    assert.equal(await Promise.resolve(Reflect.get(intent, "isSecret")), false);
    const found: Record<string, string> = await new Promise((resolve) =>
      intent?.apply((value) => resolve(Object(value))),
    );
    assert.deepEqual(found["plan"], plan);
    assert.deepEqual([found["live"], found["candidate"]], ["blue", "green"]);
    for (const member of ["planHash", "liveContent", "candidateContent"])
      assert.match(found[member]!, /^[0-9a-f]{12}$/);
    assert.notEqual(found["liveContent"], found["candidateContent"]);
  });

  it("does not change with size, tags and description, and does with what runs", async () => {
    const same = await hashOf(() => blue);

    assert.equal(await hashOf(() => ({ ...blue, instanceCount: 9, tags: { a: "b" }, description: "d" })), same);
    assert.equal(
      await hashOf(() => ({ ...blue, environmentVariables: undefined, model: pulumi.output(blue.model) })),
      same,
    );
    const others: (() => Parameters<typeof contentHash>[0])[] = [
      () => ({ ...blue, model: "/models/m/versions/2" }),
      () => ({ ...blue, instanceType: "Standard_F4s_v2" }),
      () => ({ ...blue, environmentVariables: { A: pulumi.secret("1") } }),
      () => ({ ...blue, identity: { type: "SystemAssigned" } }),
    ];
    for (const other of others) assert.match(await hashOf(other), new RegExp(`^(?!${same})[0-9a-f]{12}$`));
  });

  it("waits for the id of a model that the program makes", async () => {
    const hash = await hashOf(() => {
      const model = new RegisteredModel("m", { workspace, uri: "azureml://datastores/d/paths/m", version: "7" });
      return { ...blue, model };
    });

    assert.equal(hash, await hashOf(() => ({ ...blue, model: `${workspace.id}/models/m-dev/versions/7` })));
  });
});

describe("a rollout with faults", () => {
  const refused = async (
    args: Partial<BlueGreenRolloutArgs>,
    faults: RegExp[],
    endpoint?: Partial<ManagedOnlineEndpointArgs>,
  ) => {
    const run = await runProgram("up", () => {
      assert.throws(
        () => rollout(args, endpoint),
        (error: Error) => {
          const lines = error.message.replace(/^BlueGreenRollout release: (\d+ faults\n)?/, "").split("\n");
          assert.equal(lines.length, faults.length, error.message);
          faults.forEach((fault, index) => assert.match(lines[index]!, fault));
          return true;
        },
      );
    });
    assert.ok(!run.resources.some(({ name }) => name === "release-settings" || name === "fraud-green"));
  };

  it("names a stage that is none, with those that there are", () =>
    refused({ stage: "canary-20" }, [
      /^stage: "canary-20" given, the plan has no such stage; there are provision, canary-10, canary-50, full, bake, retire$/,
    ]));
  it("wants a candidate for a stage that shifts", () =>
    refused({ candidate: undefined, stage: "full" }, [
      /^stage: "full" given, there is no candidate, .*; give a candidate, or set the stage to provision$/,
    ]));
  it("wants two names", () =>
    refused({ candidate: { ...green, name: "Blue" } }, [
      /^candidate\.name: "Blue" given, the candidate is the live deployment itself; give it another name$/,
    ]));
  it("wants a live deployment", () => {
    const args: Partial<BlueGreenRolloutArgs> = JSON.parse('{ "live": null }');
    return refused(args, [/^live: a rollout has a live deployment; give its name/]);
  });
  it("gives an autoscaled candidate no instances", () =>
    refused({ plan: canary([10, 50], { instances: [1] }), candidate: { ...green, autoscaled: true } }, [
      /plan\.stages\[0\]\.instances: 1 given, the candidate is autoscaled/,
      /plan\.stages\[2\]\.instances: "asGiven" given, the candidate is autoscaled/,
    ]));
  it("wants a plan, also from JSON", () => {
    const given: [string, RegExp[]][] = [
      ['{"plan": "canary"}', [/^plan: "canary" given, this is no plan; for example canary\(\[10, 50\]\)$/]],
      [
        '{"plan": {"stages": [{"kind": "wait", "name": "w"}, {"kind": "shift"}], "gates": 1, "onInconclusive": "hold"}}',
        [
          /^ {2}- plan\.stages\[0\]\.kind: "wait" given, it is one of provision \| smoke/,
          /plan\.stages\[1\]\.name: this is a text/,
          /plan\.stages\[1\]\.weight: a shift stage needs it/,
          /plan\.stages\[1\]\.minSeconds/,
          /plan\.stages\[1\]\.maxSeconds/,
          /plan\.gates: 1 given, this is a list/,
        ],
      ],
      [
        '{"plan": {"stages": [{"kind": "provision", "name": "p", "maxSeconds": -1}], "gates": [], "onInconclusive": "hold"}}',
        [/plan\.stages: .*a plan has a shift stage/, /plan\.stages\[0\]\.maxSeconds: -1 given/],
      ],
    ];
    return given.reduce(
      (before, [json, faults]) => before.then(() => refused(JSON.parse(json), faults)),
      Promise.resolve(),
    );
  });
  it("leaves deployments, weights and its tag to the rollout", () => {
    const { name: _name, ...spec } = blue;
    return refused(
      {},
      [
        /endpoint\.deployments: the rollout says this of its endpoint; leave deployments out of the arguments of fraud/,
        /endpoint\.traffic/,
        /endpoint\.tags\.rollout/,
      ],
      { deployments: { blue: spec }, traffic: { blue: 100 }, tags: { rollout: "mine" } },
    );
  });
  it("tells all at once", () =>
    refused(
      {
        live: { ...blue, name: "b_lue", instanceCount: 0 },
        candidate: { ...green, import: `${workspace.id}/onlineEndpoints/other/deployments/green` },
        stage: "none",
        settingsTimeoutSeconds: 0,
      },
      [
        /live\.name: "b_lue" given, a name has 3 to 32/,
        /live\.instanceCount: 0/,
        /candidate\.import: .* belongs to endpoint other/,
        /stage: "none"/,
        /settingsTimeoutSeconds: 0/,
      ],
    ));
});
