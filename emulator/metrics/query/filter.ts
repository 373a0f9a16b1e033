/** What a filter demands of one dimension: any of `any` (all, where there is none), and none of `not`. */
export interface Condition {
  readonly dimension: string;
  readonly any: readonly ((value: string) => boolean)[];
  readonly not: readonly string[];
}

/**
 * Reads a filter such as `deployment eq 'green' and statusCodeClass eq '*'`: comparisons with eq, ne and sw (starts with),
 * `or` only between values of the same dimension. Dimensions of the filter split the answer. A text says what is wrong.
 */
export function readFilter(given: string): Condition[] | string {
  const clauses: Clause[] = [];
  const pattern = /^\s*([\w./-]+)\s+(eq|ne|sw)\s+'((?:[^']|'')*)'\s*(?:(and|or)(?=\s)|$)/i;
  let rest = given;
  for (let joined = "and"; joined !== "";) {
    const match = pattern.exec(rest);
    if (match === null) {
      return `'${given}' given; from '${rest.trim()}' on, it is no comparison such as deployment eq 'green'`;
    }
    const [whole, dimension = "", operator = "", value = "", conjunction = ""] = match;
    clauses.push({ dimension, operator: operator.toLowerCase(), value: value.replaceAll("''", "'"), joined });
    joined = conjunction.toLowerCase();
    rest = rest.slice(whole.length);
  }
  return conditions(clauses, given);
}

interface Clause {
  dimension: string;
  operator: string;
  value: string;
  /** What stands before it. */
  joined: string;
}

function conditions(clauses: readonly Clause[], given: string): Condition[] | string {
  const found: Condition[] = [];
  for (const clause of clauses) {
    const { dimension, operator, joined } = clause;
    const last = found.at(-1);
    const same = last !== undefined && sameText(last.dimension, dimension);
    if (joined === "or") {
      if (!same) return `'${given}' given; 'or' can't stand between two different dimensions`;
      if (operator === "ne") return `'${given}' given; comparisons with ne are joined by 'and'`;
    } else if (found.some((earlier) => sameText(earlier.dimension, dimension)) && !(same && operator === "ne")) {
      return `'${given}' given; values of one dimension (${dimension}) stand together, joined by 'or'`;
    }
    const condition = same ? last : { dimension, any: [], not: [] };
    if (same) found.pop();
    found.push(extended(condition, clause));
  }
  return found;
}

function extended(condition: Condition, { operator, value }: Clause): Condition {
  if (operator === "ne") return { ...condition, not: [...condition.not, value.toLowerCase()] };
  const fits =
    operator === "sw"
      ? (candidate: string): boolean => candidate.toLowerCase().startsWith(value.toLowerCase())
      : (candidate: string): boolean => value === "*" || sameText(candidate, value);
  return { ...condition, any: [...condition.any, fits] };
}

/** True where a value of the dimension fulfils the condition. */
export function fulfils(condition: Condition, value: string): boolean {
  if (condition.not.includes(value.toLowerCase())) return false;
  return condition.any.length === 0 || condition.any.some((fits) => fits(value));
}

function sameText(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
