import { Worker } from 'node:worker_threads';
import { BlockScreener } from './block-screener.js';
import type { Block, ScreenedBlock, ThreadTotals } from './screening-types.js';
import type { ScreeningSettings } from './settings-file.rules.js';
import type { SpareBuffers } from './spare-buffers.js';

/** Blocks that a thread has at a time: one in hand, one at the door. */
const AT_A_TIME = 2;
/** What is parsed dies young: with more room for it less of it is copied about. */
const MEMORY = { maxYoungGenerationSizeMb: 96 };

interface Threads {
  /** Screens blocks, and gives what they came to in their order; at most a few blocks are under way. */
  screen(blocks: AsyncIterable<Block>): AsyncIterable<{ block: Block; screened: ScreenedBlock }>;
  /** What each thread counted. */
  end(): Promise<ThreadTotals[]>;
  /** Where something failed. */
  stop(): Promise<void>;
}

/** With what was screened comes the memory of its block. */
type Answer = { screened: ScreenedBlock; buffer: ArrayBuffer } | { totals: ThreadTotals };

class ScreeningThread {
  private readonly worker: Worker;
  private readonly waiting: { resolve(answer: Answer): void; reject(error: Error): void }[] = [];
  private failed: Error | null = null;
  load = 0;

  constructor(
    settings: ScreeningSettings,
    private readonly spares: SpareBuffers,
  ) {
    // Where this runs from its source, so does the thread.
    const fromSource = import.meta.url.endsWith('.ts');
    const program = new URL(`./screening-thread.${fromSource ? 'ts' : 'js'}`, import.meta.url);
    const loader = new URL('../../../scripts/lib/load-ts.mjs', import.meta.url).href;
    this.worker = new Worker(program, {
      workerData: settings,
      execArgv: fromSource ? ['--import', loader] : [],
      resourceLimits: MEMORY,
    });
    const fail = (error: Error): void => {
      this.failed ??= error;
      for (const { reject } of this.waiting.splice(0)) reject(error);
    };
    this.worker.on('error', fail);
    this.worker.on('exit', () => fail(new Error('A thread of the screening has ended')));
    this.worker.on('message', (answer: Answer) => this.waiting.shift()?.resolve(answer));
  }

  async screen(block: Block): Promise<ScreenedBlock> {
    this.load += 1;
    const answer = await this.ask({ ...block, errors: [] }, [block.bytes.buffer]);
    this.load -= 1;
    if (!('screened' in answer)) throw new Error('A thread of the screening answered something else');
    this.spares.give(answer.buffer);
    return answer.screened;
  }

  async sum(): Promise<ThreadTotals> {
    const answer = await this.ask(null, []);
    if (!('totals' in answer)) throw new Error('A thread of the screening answered something else');
    return answer.totals;
  }

  stop(): Promise<unknown> {
    return this.worker.terminate();
  }

  private ask(block: Block | null, transfer: ArrayBuffer[]): Promise<Answer> {
    if (this.failed !== null) return Promise.reject(this.failed);
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.worker.postMessage(block, transfer);
    });
  }
}

/** Threads of a screening; none: everything happens in this one. */
export function startThreads(settings: ScreeningSettings, count: number, spares: SpareBuffers): Threads {
  return count === 0 ? workHere(new BlockScreener(settings), spares) : new ThreadPool(settings, count, spares);
}

const workHere = (screener: BlockScreener, spares: SpareBuffers): Threads => ({
  async *screen(blocks) {
    for await (const block of blocks) {
      const screened = screener.screen(block);
      spares.give(block.bytes.buffer);
      yield { block, screened };
    }
  },
  end: () => Promise.resolve([screener.sum()]),
  stop: () => Promise.resolve(),
});

class ThreadPool implements Threads {
  private readonly threads: ScreeningThread[];

  constructor(settings: ScreeningSettings, count: number, spares: SpareBuffers) {
    this.threads = Array.from({ length: count }, () => new ScreeningThread(settings, spares));
  }

  async *screen(blocks: AsyncIterable<Block>): AsyncGenerator<{ block: Block; screened: ScreenedBlock }> {
    const most = this.threads.length * AT_A_TIME;
    const underWay: Promise<{ block: Block; screened: ScreenedBlock }>[] = [];
    for await (const block of blocks) {
      const [idle] = this.threads.toSorted((a, b) => a.load - b.load);
      if (idle === undefined) throw new Error('A screening has at least one thread');
      const screening = idle.screen(block).then((screened) => ({ block, screened }));
      // It is waited for in its turn; until then its failure is nobody's.
      screening.catch(() => undefined);
      underWay.push(screening);
      if (underWay.length >= most) yield (await underWay.shift()) as { block: Block; screened: ScreenedBlock };
    }
    for (const screening of underWay) yield await screening;
  }

  end(): Promise<ThreadTotals[]> {
    return Promise.all(this.threads.map((thread) => thread.sum()));
  }

  async stop(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.stop()));
  }
}
