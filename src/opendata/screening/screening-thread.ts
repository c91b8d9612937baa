import { parentPort, workerData } from 'node:worker_threads';
import { BlockScreener } from './block-screener.js';
import type { Block } from './screening-types.js';
import type { ScreeningSettings } from './settings-file.rules.js';

/** A thread of a screening: blocks come in, what they came to goes out, and at the end what was counted over all of them. */
const port = parentPort;
if (port === null) throw new Error('This is started as a thread of a screening');
const screener = new BlockScreener(workerData as ScreeningSettings);

port.on('message', (block: Block | null) => {
  if (block === null) {
    port.postMessage({ totals: screener.sum() });
    port.close();
    return;
  }
  const screened = screener.screen(block);
  const { buffer } = block.bytes;
  port.postMessage({ screened, buffer }, [screened.entries.buffer, screened.ocids.buffer, buffer]);
});
