/** Loaded into each Node process that the engine starts; the one that runs the program tells its memory when it ends. */
const { writeFileSync } = require("node:fs");

const file = process.env.BENCH_PROBE_FILE;
if (file && /pulumi[\\/]cmd[\\/]run([\\/]|$)/.test(process.argv[1] ?? "")) {
  process.on("exit", () => writeFileSync(file, JSON.stringify({ megabytes: process.resourceUsage().maxRSS / 1024 })));
}
