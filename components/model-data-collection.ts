import type * as pulumi from "@pulumi/pulumi";
import type { Fault } from "../arm/fault";
import { lift, now } from "./check";
import { condaPackages } from "./conda-packages";
import type { OnlineDeploymentSpec } from "./deployment-args";
import { Environment } from "./environment";

/** How the older collector works, of `azureml-monitoring`: files `data.csv` below container `modeldata`. */
export interface ModelDataCollectionSpec {
  /** Span of time that column `$aml_dc_boundary` tells of each record. Default `Day`. */
  boundary?: "Day" | "Hour";
}

/** The package that scripts with `ModelDataCollector` import. */
const PACKAGE = "azureml-monitoring";

/** The deployment's environment variables, with those that switch the older collector on. Source: `azureml-monitoring`. */
export function collectingVariables({
  environmentVariables,
  modelDataCollection: collecting,
}: OnlineDeploymentSpec): OnlineDeploymentSpec["environmentVariables"] {
  if (collecting === undefined) return environmentVariables;
  return lift<Variables, Variables>(environmentVariables ?? {}, (given) => ({ ...given, ...switches(collecting) }));
}

type Variables = Record<string, pulumi.Input<string>>;

/** A script that imports a package which is not there never starts, so the package has to be listed. */
export function modelDataCollectionFaults(field: string, spec: OnlineDeploymentSpec): Fault[] {
  const { modelDataCollection: collecting, environment, environmentVariables } = spec;
  if (collecting === undefined) return [];
  const { boundary } = collecting;
  const given = now(environmentVariables) ?? {};
  const path = environment instanceof Environment ? environment.condaFile : undefined;
  const packages = path === undefined ? undefined : condaPackages(path);
  return [
    ...(boundary === undefined || ["Day", "Hour"].includes(boundary)
      ? []
      : [{ field: `${field}.modelDataCollection.boundary`, value: boundary, rule: "it is one of Day | Hour" }]),
    ...Object.entries(switches(collecting)).flatMap(([name, value]) => {
      const said = now(given[name]);
      return said === undefined || said === value
        ? []
        : [
            {
              field: `${field}.environmentVariables.${name}`,
              value: said,
              rule: `modelDataCollection sets it to ${value}`,
              fix: "say it in one place only",
            },
          ];
    }),
    ...(packages === undefined || packages.has(PACKAGE)
      ? []
      : [
          {
            field: `${field}.environment`,
            value: path,
            rule: `modelDataCollection needs ${PACKAGE}, and the conda file does not list it: the script could not start`,
            fix: `add ${PACKAGE} to the file's pip section`,
          },
        ]),
  ];
}

function switches({ boundary = "Day" }: ModelDataCollectionSpec): Record<string, string> {
  return { AML_MODEL_DC_STORAGE_ENABLED: "true", AML_MODEL_DC_BOUNDARY: boundary.toLowerCase() };
}
