import { Worker } from 'node:worker_threads';
import { declareContribution } from '../../../kernel/contributions/contributed.js';
import type { Settings } from '../../../kernel/config/settings.js';
import type { MarketAsk, SaidOfGroup } from '../../screening/explanations/market-explainer.js';
import type { Passed } from '../risk-engine.js';
import type { MarketPass } from '../../screening/markets/market-assessor.js';
import type { ScreeningAsk } from '../../screening/markets/screen-market-once.js';
import type { Page } from './assess-page.js';

/** Where the program of a thread stands, which the shell alone can start. */
export const findPassProgram = declareContribution<() => string>('the program of a thread of a full pass');

/** Connections of one thread. */
export const THREAD_POOL_SIZE = 4;

/** A young space that holds what the rules of a page make: it is garbage when the page is done, and never copied among the old. */
const MEMORY = { maxYoungGenerationSizeMb: 96 } as const;

/** A page to assess, a market to explain, or one to screen. */
type Work = { page: Page } | { market: MarketAsk } | { screening: ScreeningAsk };
export type ThreadAsk = Work & { no: number };

/** What each kind of work comes to. */
interface Results {
  passed: Passed;
  said: SaidOfGroup[];
  screened: MarketPass;
}

export type ThreadResult = { [K in keyof Results]: Pick<Results, K> }[keyof Results];

/** What it came to, or why it came to nothing, and whether a store was away or full. `ready` comes once, first. */
export type ThreadAnswer = 'ready' | ({ no: number } & (ThreadResult | { error: string; isOutage: boolean }));

/** SQLSTATE of a connection that does not hold, whatever it was: the text says which outage. */
const OUTAGE = '08000';

interface Waiting {
  resolve(answer: Partial<Results>): void;
  reject(error: Error): void;
}

/** One thread with the engine of the rules: work goes in, what it came to comes out. A thread that ends takes the work it has in hand with it. */
export class EngineThread {
  private readonly waiting = new Map<number, Waiting>();
  private readonly worker: Worker;
  private asked = 0;
  private ended: Error | undefined;
  readonly ready: Promise<void>;

  constructor(program: string, settings: Settings) {
    const { href } = new URL(program);
    // Where this runs from its source, so does the thread.
    const execArgv = href.endsWith('.ts') ? ['--import', new URL('../../scripts/lib/load-ts.mjs', href).href] : [];
    this.worker = new Worker(new URL(href), { workerData: { ...settings }, execArgv, resourceLimits: MEMORY });
    this.ready = new Promise((resolve, reject) => {
      const fail = (error: Error): void => {
        this.ended = error;
        reject(error);
        for (const { reject: give } of this.waiting.values()) give(error);
        this.waiting.clear();
      };
      this.worker.on('error', fail);
      this.worker.on('exit', (code) => fail(new Error(`A thread of the rules ended with ${code}`)));
      this.worker.on('message', (answer: ThreadAnswer) => {
        if (answer === 'ready') resolve();
        else this.take(answer);
      });
    });
    // Who asks it for something learns why it did not start.
    this.ready.catch(() => undefined);
  }

  async assess(page: Page): Promise<Passed> {
    return (await this.ask({ page })).passed as Passed;
  }

  async screen(screening: ScreeningAsk): Promise<MarketPass> {
    return (await this.ask({ screening })).screened as MarketPass;
  }

  async explain(market: MarketAsk): Promise<SaidOfGroup[]> {
    return (await this.ask({ market })).said as SaidOfGroup[];
  }

  /** When its work is done. */
  async close(): Promise<void> {
    const gone = new Promise<void>((resolve) => this.worker.once('exit', () => resolve()));
    if (this.ended) return;
    this.worker.postMessage(null);
    await gone;
  }

  /** At once, whatever it has in hand. */
  async stop(): Promise<void> {
    await this.worker.terminate();
  }

  private ask(work: Work): Promise<Partial<Results>> {
    if (this.ended) return Promise.reject(this.ended);
    const no = (this.asked += 1);
    return new Promise((resolve, reject) => {
      this.waiting.set(no, { resolve, reject });
      this.worker.postMessage({ no, ...work } satisfies ThreadAsk);
    });
  }

  private take({ no, ...answer }: Exclude<ThreadAnswer, 'ready'>): void {
    const waiting = this.waiting.get(no);
    this.waiting.delete(no);
    if ('error' in answer) waiting?.reject(Object.assign(new Error(answer.error), answer.isOutage && { code: OUTAGE }));
    else waiting?.resolve(answer);
  }
}
