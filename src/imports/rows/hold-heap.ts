import v8 from 'node:v8';

/** By how much of what lives the heap may grow between two collections. */
const PERCENT = 50;
/** Left to V8, which takes up to three times what lives. */
const BY_ITSELF = 0;

const setGrowth = (percent: number): void => v8.setFlagsFromString(`--heap-growing-percent=${percent}`);

let works = 0;

/**
 * While a file is received or taken, garbage is collected once the heap has grown by half of what lives. Rows are not held, but what each leaves
 * behind outlives the young space until its step ends; V8 by itself lets up to three times of what lives gather before it collects that,
 * and the longer a file, the nearer its process comes to it. It counts from the next collection on: until then stands what V8 chose before.
 */
export async function holdHeap<T>(work: () => Promise<T>): Promise<T> {
  if (works++ === 0) setGrowth(PERCENT);
  try {
    return await work();
  } finally {
    if (--works === 0) setGrowth(BY_ITSELF);
  }
}
