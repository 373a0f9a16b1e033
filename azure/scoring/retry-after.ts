/**
 * Milliseconds that a `Retry-After` header asks to wait, in either of its forms: seconds, or a date (RFC 9110, 10.2.3).
 * Undefined where it is none.
 *
 * @param now milliseconds since 1970
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // Without letters it is no date, though `Date.parse` would take `-5` or `1.5` for one.
  const at = /[a-z]/i.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
