/**
 * Skips the running test, or from a `before` hook its whole suite, and says why: the reporter lists the reason.
 *
 * @example
 * it("follows the documented limits", function () {
 *   if (!hasPython) skip(this, "python3 is not installed");
 * });
 */
export function skip(context: Mocha.Context, reason: string): never {
  const running = context.test;
  const subject = running?.title.startsWith('"before all"') ? running.parent : (context.currentTest ?? running);
  if (subject) Object.assign(subject, { skipReason: reason });
  return context.skip();
}
