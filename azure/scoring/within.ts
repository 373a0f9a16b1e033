import { NoAnswer } from "./no-answer";

/** What `work` gives, unless time runs out before or the caller gives up; then rejects with `NoAnswer`. */
export async function within<T>(
  work: Promise<T>,
  { what, milliseconds, signal }: { what: string; milliseconds: number; signal?: AbortSignal },
): Promise<T> {
  let end = (): void => undefined;
  const given = new Promise<never>((_settle, fail) => {
    const aborted = (): void => fail(new NoAnswer("aborted", `${what} was given up`));
    const timer = setTimeout(() => fail(new NoAnswer("timeout", `${what} did not come in time`)), milliseconds);
    signal?.addEventListener("abort", aborted);
    if (signal?.aborted) aborted();
    end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", aborted);
    };
  });
  try {
    return await Promise.race([work, given]);
  } finally {
    end();
  }
}
