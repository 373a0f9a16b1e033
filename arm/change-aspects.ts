/** What a change is about, for those who want one thing to change at a time. */
export type Aspect = "traffic" | "scale" | "model" | "code" | "environment" | "settings";

const byMember: Readonly<Record<string, Aspect>> = {
  model: "model",
  codeConfiguration: "code",
  environmentId: "environment",
  environmentVariables: "environment",
};

/** The aspects of an update of a deployment. `content`: names of its members that differ. */
export function deploymentAspects(content: readonly string[], capacityChanges: boolean): Aspect[] {
  const aspects = content.map((member) => byMember[member] ?? "settings");
  return [...new Set<Aspect>(capacityChanges ? [...aspects, "scale"] : aspects)];
}
