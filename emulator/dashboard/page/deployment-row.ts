import type { DeploymentState, LiveState } from "../state";
import type { PageElement } from "./browser";
import type { Elements, Row } from "./elements";

/** A deployment whose log is wanted. */
export interface Chosen {
  endpoint: string;
  deployment: string;
  instances: readonly string[];
}

/** What rows of deployments are made with. */
export interface RowParts {
  columns: readonly string[];
  /** The figures of the last seconds. */
  live: () => LiveState;
  choose: (chosen: Chosen) => void;
  /** Shows a provisioning state. */
  showState: (element: PageElement, state: string) => void;
}

export type MakeRow = (endpoint: string, first: DeploymentState) => Row<DeploymentState>;

/** Makes the table rows of deployments. */
export function deploymentRows(el: Elements, { columns, live, choose, showState }: RowParts): MakeRow {
  const bar = (kind: string): { element: PageElement; show: (percent: number) => void } => {
    const element = el.make("span", `bar ${kind}`);
    const [number, track, fill] = [el.make("span", "number"), el.make("span", "track"), el.make("span", "fill")];
    track.append(fill);
    element.append(number, track);
    const show = (percent: number): void => {
      el.text(number, `${percent} %`);
      fill.style.setProperty("width", `${percent}%`);
      element.className = percent > 0 ? `bar ${kind}` : `bar ${kind} none`;
    };
    return { element, show };
  };

  const milliseconds = (value: number): string =>
    value >= 1_000 ? `${(value / 1000).toFixed(1)} s` : `${value.toFixed(value < 10 ? 1 : 0)} ms`;

  return (endpoint, first) => {
    const element = el.make("tr");
    element.setAttribute("role", "row");
    const cells = columns.map((column, index) => {
      const cell = el.make(index === 0 ? "th" : "td", `c-${column.toLowerCase()}`);
      cell.setAttribute("role", index === 0 ? "rowheader" : "cell");
      if (index === 0) cell.setAttribute("scope", "row");
      cell.setAttribute("data-label", column);
      element.append(cell);
      return cell;
    });
    const cell = (column: string): PageElement => cells[columns.indexOf(column)] ?? element;
    const [stateText, count, dots] = [el.make("span"), el.make("span", "number"), el.make("span", "dots")];
    dots.setAttribute("aria-hidden", "true");
    const [traffic, mirror] = [bar("traffic"), bar("mirror")];
    const button = el.make("button", "", "Log");
    button.setAttribute("type", "button");
    button.setAttribute("aria-label", `Log of ${endpoint}/${first.name}`);
    let shown = first;
    button.addEventListener("click", () => {
      choose({ endpoint, deployment: shown.name, instances: shown.instances.map(({ name }) => name) });
    });
    el.text(cell("Deployment"), first.name);
    cell("State").append(stateText);
    cell("Instances").append(count, dots);
    cell("Traffic").append(traffic.element);
    cell("Mirror").append(mirror.element);
    cell("Log").append(button);
    const showDots = el.rows<DeploymentState["instances"][number]>(
      dots,
      ({ name }) => name,
      () => {
        const dot = el.make("span");
        return {
          element: dot,
          show: (instance) => {
            dot.className = `dot ${instance.state}`;
            const restarts = instance.restarts > 0 ? `, ${instance.restarts} restarts` : "";
            dot.title = `${instance.name}: ${instance.state}${restarts}`;
          },
        };
      },
    );
    const show = (deployment: DeploymentState): void => {
      shown = deployment;
      showState(stateText, deployment.provisioningState);
      const ready = deployment.instances.filter((instance) => instance.state === "ready").length;
      el.text(count, `${ready} of ${deployment.configured}`);
      showDots(deployment.instances);
      traffic.show(deployment.weight);
      mirror.show(deployment.mirror);
      const now = live()[`${endpoint}/${deployment.name}`];
      el.text(cell("Requests"), now ? `${now.requestsPerSecond.toFixed(1)}/s` : "–");
      el.text(cell("Errors"), now ? `${(now.errorShare * 100).toFixed(1)} %` : "–");
      cell("Errors").className = now && now.errorShare > 0 ? "c-errors failing" : "c-errors";
      el.text(cell("p50"), now ? milliseconds(now.p50) : "–");
      el.text(cell("p95"), now ? milliseconds(now.p95) : "–");
    };
    return { element, show };
  };
}
