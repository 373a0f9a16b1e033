import type { DashboardState, OperationState } from "../state";
import type { Elements } from "./elements";

/** Operations under way and faults that are on. */
export function activityView(el: Elements): (state: DashboardState) => void {
  const [noOperations, noFaults] = [el.find("no-operations"), el.find("no-faults")];
  const showOperations = el.rows<OperationState>(
    el.find("operations"),
    ({ id }) => id,
    ({ action, target, startTime }) => {
      const element = el.make("li");
      const [what, since] = [el.make("span", "what", target), el.make("span", "since")];
      el.text(since, `${action}, since ${startTime.slice(11, 19)} UTC`);
      element.append(what, " ", since);
      return { element, show: () => undefined };
    },
  );
  const showFaults = el.rows<string>(
    el.find("faults"),
    (fault) => fault,
    (fault) => ({ element: el.make("li", "", fault), show: () => undefined }),
  );
  return ({ operations, faults }) => {
    showOperations(operations);
    showFaults(faults);
    noOperations.hidden = operations.length > 0;
    noFaults.hidden = faults.length > 0;
  };
}
