import type { Command } from "commander";
import { z } from "zod";
import { dashboardUrl } from "../../emulator/index";
import { examples } from "../help";
import { emulatorName, readOptions } from "../options";
import { note, print, printJson } from "../output";
import { openInBrowser } from "./browser";
import { nameOption } from "./naming";
import { runningEmulator } from "./running";

const options = z.object({ name: emulatorName, open: z.boolean().optional(), json: z.boolean().optional() });

/** `emulator dashboard`: says where the page is that shows a local Azure ML at work, and opens it. */
export function addDashboard(parent: Command): void {
  nameOption(parent.command("dashboard"))
    .description("say where its dashboard is: endpoints, weights, rates, logs, as they change")
    .option("--open", "open it in the browser")
    .option("--json", "print {url}")
    .addHelpText("after", examples([["pulumi-azureml emulator dashboard --open", "look at it"]]))
    .action(async (given: unknown) => {
      const { name, open, json } = readOptions("pulumi-azureml emulator dashboard", options, given);
      const url = dashboardUrl(await runningEmulator(name));
      if (json) printJson({ url });
      else print(url);
      if (open && !(await openInBrowser(url)))
        note("no program was found that opens it; open the address above yourself");
    });
}
