import type { DeploymentState, EndpointState, LiveState } from "../state";
import type { PageElement } from "./browser";
import type { Chosen, MakeRow, RowParts } from "./deployment-row";
import type { Elements, Row } from "./elements";

type Show = (endpoints: readonly EndpointState[], live: LiveState) => void;

/** A section for each endpoint, with a table of its deployments. */
export function endpointsView(
  el: Elements,
  root: PageElement,
  choose: (chosen: Chosen) => void,
  rowsOf: (el: Elements, parts: RowParts) => MakeRow,
): Show {
  let figures: LiveState = {};
  const columns = ["Deployment", "State", "Instances", "Traffic", "Mirror", "Requests", "Errors", "p50", "p95", "Log"];

  const state = (element: PageElement, text: string): void => {
    el.text(element, text);
    element.className = `state ${text.toLowerCase()}`;
  };
  const deploymentRow = rowsOf(el, { columns, live: () => figures, choose, showState: state });

  const heading = (): PageElement => {
    const [head, row] = [el.make("thead"), el.make("tr")];
    head.setAttribute("role", "rowgroup");
    row.setAttribute("role", "row");
    for (const column of columns) {
      const cell = el.make("th", `c-${column.toLowerCase()}`, column);
      cell.setAttribute("scope", "col");
      cell.setAttribute("role", "columnheader");
      row.append(cell);
    }
    head.append(row);
    return head;
  };

  const endpointRow = (first: EndpointState): Row<EndpointState> => {
    const element = el.make("section", "endpoint");
    const [title, chips] = [el.make("h2", "", first.name), el.make("p", "chips")];
    const [auth, stateText, uri] = [el.make("span", "chip"), el.make("span"), el.make("code", "uri")];
    const [tags, refused] = [el.make("span", "tags"), el.make("span", "refused")];
    const workspace = el.make("span", "chip", `workspace ${first.workspace}`);
    chips.append(stateText, auth, workspace, tags);
    const [line, table, body] = [el.make("p", "line"), el.make("table"), el.make("tbody")];
    line.append(uri, refused);
    table.setAttribute("role", "table");
    table.setAttribute("aria-label", `Deployments of ${first.name}`);
    body.setAttribute("role", "rowgroup");
    table.append(heading(), body);
    const none = el.make("p", "empty", "No deployments yet.");
    element.append(title, chips, line, table, none);
    const showDeployments = el.rows<DeploymentState>(
      body,
      ({ name }) => name,
      (deployment) => deploymentRow(first.name, deployment),
    );
    const showTags = el.rows<[string, string]>(
      tags,
      ([name]) => name,
      () => {
        const tag = el.make("span", "chip tag");
        return { element: tag, show: ([name, value]) => el.text(tag, `${name}: ${value}`) };
      },
    );
    const show = (endpoint: EndpointState): void => {
      state(stateText, endpoint.provisioningState);
      el.text(auth, endpoint.authMode);
      el.text(uri, endpoint.scoringUri);
      showTags(Object.entries(endpoint.tags));
      const away = figures[`${endpoint.name}/`];
      el.text(refused, away ? `${away.requestsPerSecond.toFixed(1)}/s turned away` : "");
      showDeployments(endpoint.deployments);
      table.hidden = endpoint.deployments.length === 0;
      none.hidden = endpoint.deployments.length > 0;
    };
    return { element, show };
  };

  const showEndpoints = el.rows<EndpointState>(root, ({ name }) => name, endpointRow);
  return (endpoints, live) => {
    figures = live;
    showEndpoints(endpoints);
  };
}
