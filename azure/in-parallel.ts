/** Works through the items, at most `bound` at a time. After a failure no further item is begun. */
export async function inParallel<T>(items: Iterable<T>, bound: number, work: (item: T) => Promise<void>) {
  const queue = items[Symbol.iterator]();
  let failed = false;
  const worker = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      if (failed) return;
      await work(next.value).catch((error) => {
        failed = true;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: bound }, worker));
}
