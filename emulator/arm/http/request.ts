/** Query parameters; ARM compares their names without regard to case. */
export class Query {
  private readonly values: ReadonlyMap<string, string>;

  constructor(readonly entries: readonly [string, string][]) {
    this.values = new Map(entries.map(([name, value]) => [name.toLowerCase(), value]));
  }

  static parse(text: string): Query {
    return new Query([...new URLSearchParams(text)]);
  }

  get(name: string): string | undefined {
    return this.values.get(name.toLowerCase());
  }

  /** A whole number of at least 0, or undefined where it is absent or none. */
  count(name: string): number | undefined {
    const text = this.get(name);
    return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  }
}

/** A request as it came in. */
export interface BareRequest {
  method: string;
  /** Path without query, not decoded. */
  path: string;
  query: Query;
  body: unknown;
  /** Scheme, host and port that the client used; links in answers are built from it. */
  origin: string;
}

/** A request whose path fits a route with the placeholders `Name`. */
export interface ArmRequest<Name extends string> extends BareRequest {
  /** What stands in the path for a placeholder, decoded, in the client's casing. */
  name: (placeholder: Name) => string;
  apiVersion: string;
}

export interface Reply {
  status: number;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
  /** True where the connection breaks instead of the answer, as in a network that loses it. */
  lost?: true;
}

export function ok(body: unknown): Reply {
  return { status: 200, body };
}

export const noContent: Reply = { status: 204 };
