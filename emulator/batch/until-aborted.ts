/** What `work` gives; rejects when `signal` is aborted, whether the work goes on or not. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((settle, fail) => {
    const abort = (): void => fail(new Error("aborted"));
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) abort();
    void work.then(settle, fail).finally(() => signal.removeEventListener("abort", abort));
  });
}
