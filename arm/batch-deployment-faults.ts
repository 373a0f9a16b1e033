import { batchLoggingLevels, batchOutputActions, type BatchRetries, pipelineSettingNames } from "./batch-deployment";
import { wordFaults } from "./endpoint-words";
import type { Fault } from "./fault";
import { wholeNumberFaults } from "./whole-number";

/** The service counts in 32 bits. Source: REST specification, "Range is [-1, int.MaxValue]". */
const MOST = 2_147_483_647;

/** How much of the input runs where, and how much of it may fail. */
export interface BatchSizes {
  instanceCount?: number;
  miniBatchSize?: number;
  maxConcurrencyPerInstance?: number;
  errorThreshold?: number;
  /** The most nodes that the compute has; undefined where that is not known. */
  maxNodes?: number;
}

/** The rules for sizes, also for those that are known only later. Source: "CLI (v2) batch deployment YAML schema". */
export function batchSizeFaults(field: string, sizes: BatchSizes): Fault[] {
  const { instanceCount, miniBatchSize, maxConcurrencyPerInstance, errorThreshold, maxNodes } = sizes;
  const counted = wholeNumberFaults(`${field}.instanceCount`, instanceCount, 1, MOST);
  const tooMany = instanceCount !== undefined && maxNodes !== undefined && instanceCount > maxNodes;
  return [
    ...counted,
    ...(counted.length === 0 && tooMany
      ? [
          {
            field: `${field}.instanceCount`,
            value: instanceCount,
            rule: `the compute has at most ${maxNodes} nodes`,
            fix: "say fewer instances, or raise the compute's maxNodes",
          },
        ]
      : []),
    ...wholeNumberFaults(`${field}.miniBatchSize`, miniBatchSize, 1, MOST),
    ...wholeNumberFaults(`${field}.maxConcurrencyPerInstance`, maxConcurrencyPerInstance, 1, MOST),
    ...wholeNumberFaults(`${field}.errorThreshold`, errorThreshold, -1, MOST),
  ];
}

/** The rules for retries. */
export function batchRetryFaults(field: string, { maxRetries, timeoutSeconds }: BatchRetries = {}): Fault[] {
  return [
    ...wholeNumberFaults(`${field}.maxRetries`, maxRetries, 0, MOST),
    ...wholeNumberFaults(`${field}.timeoutSeconds`, timeoutSeconds, 1, MOST, "seconds"),
  ];
}

/** What a job makes of its results, and what it says meanwhile. */
export interface BatchOutput {
  outputAction?: string;
  outputFileName?: string;
  loggingLevel?: string;
}

/** The rules for output and log: only rows have a file, whose name is no path. */
export function batchOutputFaults(field: string, { outputAction, outputFileName, loggingLevel }: BatchOutput): Fault[] {
  const named = { field: `${field}.outputFileName`, value: outputFileName };
  const isName = outputFileName === undefined || /^[^/\\]+$/.test(outputFileName);
  return [
    ...wordFaults(`${field}.outputAction`, outputAction, batchOutputActions),
    ...(isName ? [] : [{ ...named, rule: "this is no file name", fix: "for example predictions.csv" }]),
    ...(outputFileName !== undefined && outputAction === "SummaryOnly"
      ? [
          {
            ...named,
            rule: "with SummaryOnly there is no file of rows",
            fix: "leave outputFileName out, or say outputAction: AppendRow",
          },
        ]
      : []),
    ...wordFaults(`${field}.loggingLevel`, loggingLevel, batchLoggingLevels),
  ];
}

/** The rules for further settings of a pipeline component: texts, and none that has an argument of its own. */
export function pipelineSettingFaults(field: string, settings: Readonly<Record<string, unknown>> = {}): Fault[] {
  const own = new Map<string, string>(Object.entries(pipelineSettingNames).map(([argument, name]) => [name, argument]));
  return Object.entries(settings).flatMap(([name, value]): Fault[] => {
    const argument = own.get(name);
    return [
      ...(argument === undefined
        ? []
        : [
            { field: `${field}.${name}`, value, rule: "this setting has an argument", fix: `say settings.${argument}` },
          ]),
      ...(value === undefined || typeof value === "string"
        ? []
        : [
            {
              field: `${field}.${name}`,
              value,
              rule: "a setting is a text",
              fix: `say ${JSON.stringify(JSON.stringify(value))}`,
            },
          ]),
    ];
  });
}
