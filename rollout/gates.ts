/** What is looked at while the candidate gets requests. More kinds come; each is plain data. */
export type Gate = AbsoluteGate;

interface AnyGate {
  /** Unique in the plan; reports and the journal name it. */
  readonly name: string;
  /** `observe`: its verdict is told and nothing follows from it. */
  readonly mode: "enforce" | "observe";
}

/** Stops a candidate that is broken outright, before there is anything to compare it with. */
export interface AbsoluteGate extends AnyGate {
  readonly kind: "absolute";
  /** It fails where more than this share, from 0 to 1, of the requests in some window fail: 5xx or the model's own status. */
  readonly maxErrorShare: number;
  /** A window with fewer requests says nothing. */
  readonly minRequests: number;
  /** Length of a window in whole minutes. */
  readonly windowMinutes: number;
}

/**
 * A verdict about all that was measured since a stage began: `fail` stays `fail`, whatever comes later. No data is neither
 * pass nor fail.
 */
export type Verdict = "pass" | "fail" | "inconclusive";

/** One gate's verdict, and what it rests on, in words. */
export interface GateResult {
  readonly gate: string;
  readonly mode: Gate["mode"];
  readonly verdict: Verdict;
  readonly evidence: string;
  /** Present where the metrics could not be read. */
  readonly isBlind?: true;
}

/** The verdict of all enforcing gates: one that fails decides, and all of them have to pass. Without gates it is `pass`. */
export function verdictOf(results: readonly Pick<GateResult, "mode" | "verdict">[]): Verdict {
  const verdicts = results.filter(({ mode }) => mode === "enforce").map(({ verdict }) => verdict);
  if (verdicts.includes("fail")) return "fail";
  return verdicts.includes("inconclusive") ? "inconclusive" : "pass";
}

/** True where an enforcing gate could not see anything. */
export function isBlind(results: readonly GateResult[]): boolean {
  return results.some((each) => each.mode === "enforce" && each.isBlind === true);
}

/** What one deployment answered in one minute. */
export interface Minute {
  /** Seconds since 1970 at its beginning. */
  readonly at: number;
  readonly requests: number;
  readonly failed: number;
}

/**
 * Judges the candidate's settled minutes, oldest first. Passes once some window had enough requests and none was bad.
 *
 * ```ts
 * judge(absolute(), [{ at: 0, requests: 30, failed: 12 }]).verdict; // "fail"
 * ```
 */
export function judge(gate: AbsoluteGate, minutes: readonly Minute[]): GateResult {
  const { name, mode, maxErrorShare, minRequests, windowMinutes } = gate;
  const windows = minutes.map(({ at }) => {
    const within = minutes.filter((minute) => minute.at > at - windowMinutes * 60 && minute.at <= at);
    const requests = sum(within, (minute) => minute.requests);
    return { at, requests, failed: sum(within, (minute) => minute.failed) };
  });
  const telling = windows.filter(({ requests }) => requests >= minRequests && requests > 0);
  const worst = telling.reduce<(typeof telling)[number] | undefined>(
    (bad, each) => (bad && bad.failed / bad.requests >= each.failed / each.requests ? bad : each),
    undefined,
  );
  if (!worst) {
    const seen = sum(minutes, ({ requests }) => requests);
    const evidence = `${seen} requests in ${minutes.length} min; a window of ${windowMinutes} min needs ${minRequests}`;
    return { gate: name, mode, verdict: "inconclusive", evidence };
  }
  const share = worst.failed / worst.requests;
  const end = new Date((worst.at + 60) * 1000).toISOString();
  const evidence = `at worst ${worst.failed} of ${worst.requests} requests failed in the ${windowMinutes} min to ${end}`;
  return { gate: name, mode, verdict: share > maxErrorShare ? "fail" : "pass", evidence };
}

function sum(minutes: readonly Minute[], count: (minute: Minute) => number): number {
  return minutes.reduce((total, minute) => total + count(minute), 0);
}

/**
 * The absolute gate. Default: more than 20 % of at least 20 requests in 5 minutes fail.
 */
export function absolute(options: Partial<Omit<AbsoluteGate, "kind">> = {}): AbsoluteGate {
  const { name = "absolute", mode = "enforce", maxErrorShare = 0.2, minRequests = 20, windowMinutes = 5 } = options;
  return { kind: "absolute", name, mode, maxErrorShare, minRequests, windowMinutes };
}
