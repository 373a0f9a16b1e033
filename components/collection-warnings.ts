import { isCustomCollection } from "../arm/data-collection";
import { Code } from "./code";
import { collectorUses, type CollectorUses } from "./collector-uses";
import { condaPackages } from "./conda-packages";
import type { OnlineDeploymentSpec } from "./deployment-args";
import { Environment } from "./environment";

/** The package that scripts with `Collector` import. */
const PACKAGE = "azureml-ai-monitoring";

/**
 * What does not fit together in a deployment's data collection, as far as its code and its conda file are on this machine.
 * They are read as text, which may be wrong about a script that is cleverer than that, so nothing is refused.
 */
export function collectionWarnings(spec: OnlineDeploymentSpec): string[] {
  const { code, environment, scoringScript, dataCollector, modelDataCollection } = spec;
  if (!(code instanceof Code) || code.path === undefined) return [];
  const uses = collectorUses(code.path);
  const conda = environment instanceof Environment ? environment.condaFile : undefined;
  const collections = Object.entries(dataCollector?.collections ?? {});
  const enabled = collections.filter(([name, { mode }]) => mode !== "Disabled" && isCustomCollection(name));
  return [
    ...unusedWarnings(scoringScript ?? "the code", uses, new Set(enabled.map(([name]) => name))),
    ...(conda === undefined ? [] : packageWarnings(conda, uses)),
    ...(uses.older && modelDataCollection === undefined
      ? [
          "the code imports azureml.monitoring, whose collector is off: give modelDataCollection, or write with Collector " +
            `of ${PACKAGE}`,
        ]
      : []),
    ...(!uses.older && modelDataCollection !== undefined
      ? ["modelDataCollection is on, and the code does not import azureml.monitoring: nothing will be collected by it"]
      : []),
  ];
}

/** A collector whose collection is off raises when it is made, so that the script does not start, unless it has `on_error`. */
function unusedWarnings(script: string, { names, computed }: CollectorUses, enabled: ReadonlySet<string>): string[] {
  return [
    ...[...names]
      .filter((name) => isCustomCollection(name) && !enabled.has(name))
      .map(
        (name) =>
          `${script} makes Collector(name="${name}"), and dataCollector.collections does not enable ${name}: the script ` +
          `raises when it starts; add \`${name}: {}\``,
      ),
    ...(computed ? [] : [...enabled].filter((name) => !names.has(name))).map(
      (name) =>
        `dataCollector.collections.${name} is enabled, and the code makes no Collector(name="${name}"): nothing will be ` +
        "collected in it",
    ),
  ];
}

function packageWarnings(conda: string, { names, computed }: CollectorUses): string[] {
  const packages = condaPackages(conda);
  return packages === undefined || packages.has(PACKAGE) || (names.size === 0 && !computed)
    ? []
    : [`${conda} does not list ${PACKAGE}, which the code imports: add it to the file's pip section`];
}
