import { activityView } from "./activity";
import { deploymentRows } from "./deployment-row";
import { elements } from "./elements";
import { endpointsView } from "./endpoints";
import { logsView } from "./logs";
import { main } from "./main";

/**
 * What the page runs: the text of these functions, type-checked as all the rest is. A function sees its own parameters
 * only, never what its file imports.
 */
export const script = `"use strict";
(${String(main)})({
  document,
  events: (url) => new EventSource(url),
  parse: JSON.parse,
  later: (action, after) => void setTimeout(action, after),
}, {
  elements: ${String(elements)},
  deploymentRows: ${String(deploymentRows)},
  endpointsView: ${String(endpointsView)},
  activityView: ${String(activityView)},
  logsView: ${String(logsView)},
});
`;
