import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { FUNCTION_TOKENS, serviceFunction } from "../../../emulator/plugin/resources/functions";
import { RESOURCE_TOKENS, resourceType } from "../../../emulator/plugin/resources/table";
import { parametersOf } from "../../../emulator/plugin/schema/path";
import type { Members } from "../../../emulator/plugin/schema/shape";

/** The SDK's source of a resource or function: its own word for inputs, outputs and api-version. */
function sdkSource(token: string): string {
  const [, module = "", name = ""] = token.split(":");
  const file = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  return readFileSync(require.resolve(`@pulumi/azure-native/${module}/${file}.js`), "utf8");
}

const namesIn = (source: string, pattern: RegExp): string[] =>
  [...new Set([...source.matchAll(pattern)].map((match) => match[1] ?? ""))].sort();
const side = (members: Members, other: "readOnly" | "writeOnly"): string[] =>
  Object.entries(members).flatMap(([name, { access }]) => (access === other ? [] : [name]));
const pathNames = (path: string): string[] => parametersOf(path).filter((name) => name !== "subscriptionId");

describe("azure-native stand-in, its table and the SDK", () => {
  for (const token of RESOURCE_TOKENS) {
    const type = resourceType(token);
    const source = sdkSource(token);

    it(`${token}: same api-version`, () => {
      assert.equal(/Uses Azure REST API version ([\w-]+)/.exec(source)?.[1], type.apiVersion);
    });

    it(`${token}: takes exactly the SDK's inputs`, () => {
      const inputs = [...pathNames(type.path), ...side(type.members, "readOnly"), ...(type.query ?? [])];
      assert.deepEqual([...new Set(inputs)].sort(), namesIn(source, /resourceInputs\["(\w+)"\] = .*args/g));
    });

    it(`${token}: gives exactly the SDK's outputs`, () => {
      const outputs = namesIn(source.slice(source.indexOf("else {")), /resourceInputs\["(\w+)"\] = undefined/g);
      assert.deepEqual([...side(type.members, "writeOnly"), "azureApiVersion"].sort(), outputs);
    });
  }

  for (const token of FUNCTION_TOKENS) {
    it(`${token}: takes exactly the SDK's arguments`, () => {
      const { path, body = {}, query = [] } = serviceFunction(token);
      const args = namesIn(sdkSource(token), /^ {8}"(\w+)": args\.\w+,$/gm);
      assert.deepEqual([...pathNames(path), ...Object.keys(body), ...query].sort(), args);
    });
  }

  it("says what it does not know", () => {
    assert.throws(
      () => resourceType("azure-native:network:VirtualNetwork"),
      /Resource type azure-native:network:VirtualNetwork not found/,
    );
  });
});
