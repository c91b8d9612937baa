import { PackageSplitter } from './package-splitter.js';

/** In so many bytes a package shows its list of releases or records, and a record that it has an OCID beside one. */
const HEAD_BYTES = 4 * 1024 * 1024;

/** A package begins with an object that has a list `releases` or `records` and no OCID before or behind it. */
export async function peekAtForm(
  source: AsyncGenerator<Uint8Array>,
): Promise<{ bytes: AsyncIterable<Uint8Array>; isPackage: boolean }> {
  const splitter = new PackageSplitter();
  const head: Uint8Array[] = [];
  let [length, isPackage] = [0, false];
  const faults: Error[] = [];
  const guarded = endAtFault(source, faults);
  while (length < HEAD_BYTES) {
    const next = await guarded.next();
    if (next.done === true) break;
    head.push(next.value);
    length += next.value.length;
    splitter.split(next.value, () => undefined);
    isPackage = splitter.foundList && !splitter.foundOcid;
    if (splitter.foundOcid || splitter.closed) break;
  }
  return {
    isPackage,
    bytes: (async function* () {
      yield* head;
      if (faults[0] !== undefined) throw faults[0];
      yield* source;
    })(),
  };
}

/** What can be read; why it ended too early goes to `faults`. */
export async function* endAtFault(source: AsyncIterable<Uint8Array>, faults: Error[]): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    faults.push(error as Error);
  }
}
