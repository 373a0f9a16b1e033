import { holdingJob } from "./holding";
import { Batch } from "./jobs";

/** Run by `resume.test.ts` as a process of its own, to be killed: says so when its job holds. */
function main(folder: string | undefined): void {
  const batch = new Batch(folder);
  batch.engine.start(holdingJob(batch), {
    logged: (_, lines) => {
      if (lines.includes("holding")) console.log("holding");
    },
  });
}

main(process.argv[2]);
