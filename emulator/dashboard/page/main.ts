import type { DashboardState, LiveState, LogLines } from "../state";
import type { activityView } from "./activity";
import type { Browser, PageEvents } from "./browser";
import type { deploymentRows } from "./deployment-row";
import type { elements } from "./elements";
import type { endpointsView } from "./endpoints";
import type { Followed, logsView } from "./logs";

export interface PageParts {
  elements: typeof elements;
  deploymentRows: typeof deploymentRows;
  endpointsView: typeof endpointsView;
  activityView: typeof activityView;
  logsView: typeof logsView;
}

/** Starts the page: one connection, opened anew for another log and when it is lost. */
export function main(browser: Browser, parts: PageParts): void {
  const el = parts.elements(browser);
  const [connection, nothing] = [el.find("connection"), el.find("nothing")];
  let followed: Followed | undefined;
  let events: PageEvents | undefined;
  let state: DashboardState | undefined;
  let live: LiveState = {};

  const logs = parts.logsView(el, (next) => {
    followed = next;
    connect();
  });
  const showEndpoints = parts.endpointsView(
    el,
    el.find("endpoints"),
    (chosen) => logs.choose(chosen),
    parts.deploymentRows,
  );
  const showActivity = parts.activityView(el);

  function show(): void {
    if (state === undefined) return;
    showEndpoints(state.endpoints, live);
    showActivity(state);
    logs.offer(state.endpoints);
    nothing.hidden = state.endpoints.length > 0;
  }

  function tell(connected: "connected" | "reconnecting"): void {
    el.text(connection, connected === "connected" ? "Live" : "Reconnecting…");
    connection.className = connected;
  }

  function connect(): void {
    events?.close();
    const { endpoint = "", deployment = "", instance = "" } = followed ?? {};
    const names = { endpoint, deployment, instance };
    const query = Object.entries(names).flatMap(([name, value]) =>
      value === "" ? [] : `${name}=${encodeURIComponent(value)}`,
    );
    const source = browser.events(`/_local/dashboard/events?${query.join("&")}`);
    events = source;
    source.addEventListener("open", () => {
      tell("connected");
      logs.clear();
    });
    source.addEventListener("state", ({ data }) => {
      state = browser.parse<DashboardState>(data);
      show();
    });
    source.addEventListener("live", ({ data }) => {
      live = browser.parse<LiveState>(data);
      show();
    });
    source.addEventListener("log", ({ data }) => logs.add(browser.parse<LogLines[]>(data)));
    source.addEventListener("error", () => {
      if (source !== events) return;
      tell("reconnecting");
      // The browser asks again by itself, unless it got an answer that is no stream.
      if (source.readyState === 2) browser.later(() => (source === events ? connect() : undefined), 1000);
    });
  }

  connect();
}
