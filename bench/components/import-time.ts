import { execFileSync } from "node:child_process";
import { z } from "zod";
import type { Bench } from "../bench";
import { median } from "../median";
import { Consumer } from "./consumer";

const SCRIPT = `require("@pulumi/pulumi");
const begun = [performance.now(), process.cpuUsage()];
require("pulumi-azureml");
const { user, system } = process.cpuUsage(begun[1]);
console.log(JSON.stringify({ time: performance.now() - begun[0], cpu: (user + system) / 1000 }));`;

/** Milliseconds. */
const measured = z.object({ time: z.number(), cpu: z.number() });

/** What a program pays for the package before its first line, beside the SDK. */
export const importTime: Bench = {
  name: "import",
  question: "How long does importing the package take?",
  async run({ rounds, tell }) {
    const consumer = Consumer.make();
    try {
      const found: z.infer<typeof measured>[] = [];
      for (let round = 0; round <= rounds * 5; round++) {
        const told = execFileSync(process.execPath, ["-e", SCRIPT], { cwd: consumer.folder, encoding: "utf8" });
        if (round > 0) found.push(measured.parse(JSON.parse(told)));
      }
      tell(found.map(({ time }) => time.toFixed(0)).join(", "));
      const wanted = "under 50";
      return [
        { what: "import over @pulumi/pulumi, ms", value: median(found.map(({ time }) => time)), wanted },
        { what: "the same in processor time, ms", value: median(found.map(({ cpu }) => cpu)), wanted },
      ];
    } finally {
      consumer.remove();
    }
  },
};
