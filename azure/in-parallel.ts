/** Works through the items, at most `bound` at a time. After a failure no further item is begun. */
export async function inParallel<T>(items: readonly T[], bound: number, work: (item: T) => Promise<void>) {
  const queue = items.values();
  let failed = false;
  const worker = async () => {
    for (const item of queue) {
      if (failed) return;
      await work(item).catch((error) => {
        failed = true;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: bound }, worker));
}
