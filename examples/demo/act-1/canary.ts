import type { Scene } from "../act";
import * as narrator from "../narrator";
import { percent, stretchText } from "../wording";
import { binomialRange } from "./binomial";

/** Requests that measure the split. */
const REQUESTS = 1000;

/** How often chance alone may make a right split look wrong. */
const DOUBT = 1e-6;

export const canary: Scene = {
  title: "Give green 10 % of the traffic",
  why:
    "A few requests meet the new version. A weight is a chance, so the observed share is held against the range that " +
    "chance leaves.",
  async play(stage) {
    const { clients } = stage;
    clients.allow({ versions: { blue: "v1", green: "v2" } });
    await stage.configure({ "traffic.blue": "90", "traffic.green": "10" });
    await stage.up();
    stage.lookAtClients();

    const stretch = await clients.burst(REQUESTS);
    narrator.measured(`clients: ${stretchText(stretch)}`);
    const { count, byDeployment } = stretch;
    const green = byDeployment["green"] ?? 0;
    const { least, most } = binomialRange(count, 0.1, DOUBT);
    const observed = `10 % asked, ${percent(green / count)} observed of ${count} requests`;
    const range = `chance leaves ${percent(least / count)} to ${percent(most / count)}, but for one time in a million`;
    if (green < least || green > most) throw new Error(`the split is wrong: ${observed}; ${range}`);
    narrator.measured(`split: ${observed} (${range})`);
  },
};
