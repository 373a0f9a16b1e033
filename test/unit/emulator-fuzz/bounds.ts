import type fc from "fast-check";

/** Seconds that each property may take: 2, or `AZUREML_FUZZ_SECONDS` for a longer look. */
export const seconds = Number(process.env["AZUREML_FUZZ_SECONDS"] ?? 2);

/** Seed of all properties: `AZUREML_FUZZ_SEED`, or another one each time. */
export const seed = Number(process.env["AZUREML_FUZZ_SEED"] ?? Date.now() % 2 ** 31);

/** As many runs as fit in the time. Nothing is shrunk: each run changes the server that the next one meets. */
export const bounds: fc.Parameters<unknown> = {
  seed,
  numRuns: 1_000_000,
  interruptAfterTimeLimit: seconds * 1000,
  endOnFailure: true,
};

/** Milliseconds in which every request is answered or its connection closed. */
export const patience = 10_000;
