/**
 * Does a work for each of several, one after another: one that breaks keeps none of the others from being done.
 * @throws the first fault, once all were tried
 */
export async function performEach<T>(
  all: Iterable<T> | AsyncIterable<T>,
  work: (one: T) => Promise<unknown>,
): Promise<void> {
  const faults: unknown[] = [];
  for await (const one of all)
    try {
      await work(one);
    } catch (error) {
      faults.push(error);
    }
  if (faults.length > 0) throw faults[0];
}
