import type { ArmContext } from "../arm/context";
import { Query, type BareRequest, type Reply } from "../arm/http/request";
import { textOf } from "../arm/json";
import { autoscaleType, settingIn } from "../arm/monitor/autoscale-settings";
import { sameId, type Resource } from "../arm/store/resource";
import { decide } from "./decision";
import { activeProfile } from "./profile";
import { triggerValue } from "./trigger-value";

/** What moves deployments' instances by their autoscale settings. */
export interface AutoscalerOptions {
  context: ArmContext;
  /** The control plane's answer to a request: instances are moved by the `PATCH` that anybody would send. */
  answer: (request: BareRequest) => Promise<Reply>;
  /** Gets a line for each change, and for each that was refused. */
  tell: (line: string) => void;
}

/** Looks at all autoscale settings and moves instances as they say. */
export class Autoscaler {
  constructor(private readonly options: AutoscalerOptions) {}

  /** One look. Settles when the changes are on their way. */
  async look(): Promise<void> {
    const { others } = this.options.context.records;
    for (const setting of others.all().filter(({ type }) => sameId(type, autoscaleType))) await this.lookAt(setting);
  }

  private async lookAt(resource: Resource): Promise<void> {
    const { context, answer, tell } = this.options;
    const { enabled, targetResourceUri, profiles } = settingIn(resource.properties);
    const deployment = context.records.deployments.get(targetResourceUri);
    const profile = activeProfile(profiles, context.now());
    // One that is being changed, or has failed, is left alone until that is over.
    if (!enabled || !profile || deployment?.properties.provisioningState !== "Succeeded") return;
    const { capacity: instances } = deployment.sku;
    const { autoscaleChanges: changes } = context.records;
    const last = changes.get(resource.id)?.at ?? -Infinity;
    const decision = decide({
      ...{ capacity: profile.capacity, instances, sinceLastChange: context.now().getTime() - last },
      rules: profile.rules.map((rule) => ({ rule, value: triggerValue(context, rule.metricTrigger, instances) })),
    });
    if (!decision) return;
    const moved = `autoscale of ${deployment.endpoint}/${deployment.name}: ${instances} -> ${decision.instances} instances`;
    try {
      await answer({
        method: "PATCH",
        path: deployment.id,
        query: Query.parse("api-version=2025-12-01"),
        body: { sku: { capacity: decision.instances } },
        origin: "http://127.0.0.1",
      });
      changes.put({ id: resource.id, at: context.now().getTime() });
      tell(`${moved}: ${decision.because} (${profile.name})`);
    } catch (error) {
      tell(`${moved} was refused: ${textOf(error instanceof Error ? error.message : error)}`);
    }
  }
}
