/** Waits for works that go on beside each other, each with its own Azure: none is left behind where another one fails. */
export async function allAtOnce(works: readonly Promise<unknown>[]): Promise<void> {
  const faults = (await Promise.allSettled(works)).flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
  if (faults.length > 0) throw faults.length === 1 ? faults[0] : new AggregateError(faults);
}
