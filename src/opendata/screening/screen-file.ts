import { cutLines, NothingToScreenError, stripMark } from './blocks.js';
import { Gathering } from './gathering.js';
import { cutPackage, PackageSplitter } from './package-splitter.js';
import { ScreeningReport } from './report.js';
import { startThreads } from './screening-threads.js';
import type { ScreeningSettings } from './settings-file.rules.js';

/** In so many bytes a package shows its list of releases or records, and a record that it has an OCID beside one. */
const HEAD_BYTES = 4 * 1024 * 1024;

export interface Screening {
  report: ScreeningReport;
  gathering: Gathering;
  /** What `at` of an error counts. */
  counts: 'line' | 'release';
}

export interface ScreeningOptions {
  settings: ScreeningSettings;
  /** 0: in this thread. */
  threads: number;
  blockBytes?: number;
}

/**
 * Screens what the source gives, which is read once. The gathering is closed by whoever has written the report.
 * @throws NothingToScreenError
 */
export async function screenSource(
  source: AsyncIterable<Uint8Array>,
  { settings, threads: count, blockBytes }: ScreeningOptions,
): Promise<Screening> {
  const { bytes, isPackage } = await peekAtForm(stripMark(source));
  const gathering = new Gathering(settings.currency);
  const threads = startThreads(settings, count);
  const faults: Error[] = [];
  const blocks = (isPackage ? cutPackage : cutLines)(endAtFault(bytes, faults), blockBytes);
  try {
    for await (const { block, screened } of threads.screen(blocks)) gathering.add(screened, block);
    for (const totals of await threads.end()) gathering.addTotals(totals);
    const [fault] = faults;
    const { totals } = gathering;
    if (totals === null || (totals.read === 0 && gathering.errorCount === 0))
      throw new NothingToScreenError(fault?.message ?? 'It is empty');
    if (fault !== undefined) gathering.report({ at: gathering.items + 1, code: 'unreadable', detail: fault.message });
    gathering.finish();
    return {
      report: new ScreeningReport(gathering, totals, settings),
      gathering,
      counts: isPackage ? 'release' : 'line',
    };
  } catch (error) {
    gathering.close();
    throw error;
  } finally {
    await threads.stop();
  }
}

/** A package begins with an object that has a list `releases` or `records` and no OCID before or behind it. */
async function peekAtForm(
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
async function* endAtFault(source: AsyncIterable<Uint8Array>, faults: Error[]): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    faults.push(error as Error);
  }
}
