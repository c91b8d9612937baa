import { cutLines, MOST_BYTES, NothingToScreenError, stripMark } from './blocks.js';
import { Gathering } from './gathering.js';
import { endAtFault, peekAtForm } from './package-form.js';
import { cutPackage } from './package-splitter.js';
import { ScreeningReport } from './report.js';
import { startThreads } from './screening-threads.js';
import { SpareBuffers } from './spare-buffers.js';
import type { ScreeningSettings } from './settings-file.rules.js';

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
  const spares = new SpareBuffers();
  const threads = startThreads(settings, count, spares);
  const faults: Error[] = [];
  const blocks = (isPackage ? cutPackage : cutLines)(endAtFault(bytes, faults), blockBytes, MOST_BYTES, spares);
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
