import { Worker } from 'node:worker_threads';
import { declareContribution } from '../../../kernel/contributions/contributed.js';
import type { Settings } from '../../../kernel/config/settings.js';
import type { Passed } from '../risk-engine.js';
import type { Page } from './assess-page.js';

/** Where the program of a thread stands, which the shell alone can start. */
export const findPassProgram = declareContribution<() => string>('the program of a thread of a full pass');

/** So many threads, each with connections of its own: the thread that answers requests is none of them. */
const THREADS = 2;
/** Pages that one thread has in hand: while one waits for the database, the rules of another run. */
const PAGES_IN_HAND = 2;
/** Connections of one thread. */
export const THREAD_POOL_SIZE = 4;

/** A young space that holds what the rules of a page make: it is garbage when the page is done, and never copied among the old. */
const MEMORY = { maxYoungGenerationSizeMb: 96 } as const;

/** A page to assess. */
export interface ThreadAsk {
  no: number;
  page: Page;
}

/** What it came to, or why it came to nothing. `ready` comes once, first. */
export type ThreadAnswer = 'ready' | { no: number; passed: Passed } | { no: number; error: string };

interface Waiting {
  resolve(passed: Passed): void;
  reject(error: Error): void;
}

/** One thread: pages go in, what they came to comes out. A thread that ends takes the pages it has in hand with it. */
class PageThread {
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
      this.worker.on('exit', (code) => fail(new Error(`A thread of a full pass ended with ${code}`)));
      this.worker.on('message', (answer: ThreadAnswer) => {
        if (answer === 'ready') resolve();
        else this.take(answer);
      });
    });
  }

  assess(page: Page): Promise<Passed> {
    if (this.ended) return Promise.reject(this.ended);
    const no = (this.asked += 1);
    return new Promise((resolve, reject) => {
      this.waiting.set(no, { resolve, reject });
      this.worker.postMessage({ no, page } satisfies ThreadAsk);
    });
  }

  /** When its pages are done. */
  async close(): Promise<void> {
    const gone = new Promise<void>((resolve) => this.worker.once('exit', () => resolve()));
    if (this.ended) return;
    this.worker.postMessage(null);
    await gone;
  }

  private take(answer: Exclude<ThreadAnswer, 'ready'>): void {
    const waiting = this.waiting.get(answer.no);
    this.waiting.delete(answer.no);
    if ('error' in answer) waiting?.reject(new Error(answer.error));
    else waiting?.resolve(answer.passed);
  }
}

/** The threads of one pass. */
export class PageThreads {
  private next = 0;

  private constructor(private readonly threads: readonly PageThread[]) {}

  static async start(settings: Settings): Promise<PageThreads> {
    const threads = Array.from({ length: THREADS }, () => new PageThread(findPassProgram(), settings));
    const pool = new PageThreads(threads);
    try {
      await Promise.all(threads.map(({ ready }) => ready));
    } catch (error) {
      await pool.close();
      throw error;
    }
    return pool;
  }

  /** Pages that are in hand at once. */
  get lanes(): number {
    return this.threads.length * PAGES_IN_HAND;
  }

  /** By turns, so that each thread has as many in hand. */
  assessPage(page: Page): Promise<Passed> {
    const thread = this.threads[this.next % this.threads.length] as PageThread;
    this.next += 1;
    return thread.assess(page);
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.close()));
  }
}
