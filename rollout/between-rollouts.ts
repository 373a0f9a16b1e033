import { MOST_DEPLOYMENTS } from "../arm/names";
import type { Cursor } from "./cursor";
import type { Decision } from "./decision";
import type { Situation } from "./situation";
import { begun, isSameRelease, refuse, stop, wait, write } from "./steps";
import { isAllOn } from "./traffic";

/** No rollout is under way: one begins, or there is nothing to do. */
export function betweenRollouts(situation: Situation): Decision {
  const { command } = situation;
  const { cursor } = situation.endpoint;
  const isKnown = cursor !== undefined && isSameRelease(situation, cursor);
  if (isKnown && !(command === "retry" && cursor.status === "rolledBack")) return afterwards(situation, cursor);
  if (command === "retry" && !isKnown) return refuse("it was not rolled back; run it");
  if (command && command !== "retry") return refuse(`there is no rollout to ${command}`);
  // An update that goes on may have read that it is to go; once it is gone none can take it away under traffic.
  if (command === "retry" && situation.candidate !== "missing") {
    return refuse(`deployment ${cursor?.candidate} has to go first, which the next \`pulumi up\` does`);
  }
  if (command === "retry" && situation.isUpdated) return wait("an update of the stack is under way");
  return begins(situation);
}

/** The endpoint has to be as a rollback would leave it, and to have room for another deployment. */
function begins(situation: Situation): Decision {
  const { intent, endpoint, live, candidate, deployments } = situation;
  if (live !== "ready")
    return refuse(`deployment ${intent.live} is ${live}: a rollout needs a live deployment that answers`);
  if (!isAllOn(endpoint, intent.live)) {
    const shown = JSON.stringify({ traffic: endpoint.traffic, mirrorTraffic: endpoint.mirrorTraffic });
    return refuse(
      `a rollout begins with all live traffic on ${intent.live} and no mirror, and the endpoint has ${shown}`,
    );
  }
  if (candidate === "missing" && deployments >= MOST_DEPLOYMENTS) {
    return refuse(`the endpoint has ${deployments} deployments, which is as many as there may be; delete one first`);
  }
  return write(situation, begun(situation), {}, `a rollout from ${intent.live} to ${intent.candidate} begins`);
}

/** The rollout that the program describes is over. */
function afterwards({ intent, live, command }: Situation, cursor: Cursor): Decision {
  if (command) return refuse(`the rollout is over, there is nothing to ${command}`);
  if (cursor.status === "rolledBack") {
    return stop("rolledBack", `${cursor.candidate} failed; it is not tried again until its content changes`);
  }
  const retire = intent.plan.stages.find(({ kind }) => kind === "retire");
  return retire?.kind === "retire" && retire.then === "delete" && live !== "missing"
    ? { do: "up", reason: `${cursor.live} goes` }
    : stop("succeeded", `${cursor.candidate} has all live traffic`);
}
