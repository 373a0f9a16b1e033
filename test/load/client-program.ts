/**
 * Requests at a steady rate, whatever becomes of them, and readings of the endpoint one after the other. Called with
 * what to ask; each message of its parent begins a stretch, and is answered with the report of the one before.
 */
import { EventEmitter, once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "../../azure/connect";
import { ask, openCaller, type Caller } from "./callers";
import type { ClientOptions } from "./load";
import { splitText } from "./split";
import { Stretch, type Expected } from "./stretch";

/** Milliseconds between two readings. */
const REST = 10;

/** Each request of so many takes a tenth of a second, so that some are under way whenever an instance goes. */
const SLOW = 50;

const { workspace, endpoint, rate, first } = JSON.parse(process.argv[2] ?? "") as ClientOptions;
const endpoints = connect(workspace);

let stretch = new Stretch(first);
/** Who sends requests: one, and in a change of the auth mode the next one too as soon as that shows. */
let callers: Caller[] = [];
const news = new EventEmitter();

async function read(): Promise<void> {
  const [asked, during] = [performance.now(), stretch];
  const live = await endpoints.get(endpoint);
  if (live === undefined) return during.fault("the endpoint is not there");
  const { traffic, mirrorTraffic, authMode } = live.properties;
  const split = splitText({ traffic: traffic ?? {}, mirrorTraffic: mirrorTraffic ?? {} });
  during.read(split);
  if (!during.allows(split) && !stretch.allows(split)) during.fault(`the split was ${split}`);

  const { authMode: former, nextAuthMode: next } = during.expected;
  const { sight } = during;
  if (authMode === former) sight.formerAsked = asked;
  else if (authMode !== next) during.fault(`the auth mode was ${authMode}`);
  else if (sight.nextShown === Infinity) {
    sight.nextShown = performance.now();
    callers.push(await openCaller(endpoints, endpoint, next));
    news.emit("caller");
  }
}

async function readOn(): Promise<never> {
  for (;;) {
    const reading = read().catch((error: unknown) => stretch.fault(`reading the endpoint: ${String(error)}`));
    stretch.hold(reading);
    await reading;
    await sleep(REST);
  }
}

/** As many requests as are due by now, also where this process was kept from sending them in time. */
async function sendOn(): Promise<never> {
  const began = performance.now();
  for (let sent = 0; ; await sleep(5)) {
    for (const due = ((performance.now() - began) / 1000) * rate; sent < due; sent++) {
      const sleep = sent % SLOW === 0 ? 0.1 : 0;
      for (const caller of callers) stretch.hold(ask(caller, stretch, { now: () => stretch, sleep }));
    }
  }
}

async function turn(expected: Expected): Promise<void> {
  const before = stretch;
  if (before.expected.nextAuthMode !== undefined) {
    // The credential of the former auth mode is tried to the end of its stretch, and no further.
    if (callers.length < 2) await once(news, "caller");
    callers = callers.slice(-1);
  }
  stretch = new Stretch(expected);
  process.send?.(await before.over());
}

async function main(): Promise<void> {
  callers = [await openCaller(endpoints, endpoint, first.authMode)];
  process.on("disconnect", () => process.exit());
  process.on("message", (expected: Expected) => void turn(expected));
  process.send?.("sending");
  await Promise.all([readOn(), sendOn()]);
}

void main();
