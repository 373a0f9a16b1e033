/** Loaded into Node processes; the one that runs a program or the compiler tells what it has cost when it ends. */
const { writeFileSync } = require("node:fs");

const file = process.env.BENCH_PROBE_FILE;
if (file && /(pulumi[\\/]cmd[\\/]run|typescript[\\/]bin[\\/]tsc)([\\/]|$)/.test(process.argv[1] ?? "")) {
  process.on("exit", () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    writeFileSync(file, JSON.stringify({ megabytes: maxRSS / 1024, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 }));
  });
}
