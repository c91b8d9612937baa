import type { Settings } from '../../../kernel/config/settings.js';
import type { Passed } from '../risk-engine.js';
import type { Page } from './assess-page.js';
import { EngineThread, findPassProgram } from './engine-thread.js';

/** So many threads, each with connections of its own: the thread that answers requests is none of them. */
const THREADS = 2;
/** Pages that one thread has in hand: while one waits for the database, the rules of another run. */
const PAGES_IN_HAND = 2;

/** The threads of one pass. */
export class PageThreads {
  private next = 0;

  private constructor(private readonly threads: readonly EngineThread[]) {}

  static async start(settings: Settings): Promise<PageThreads> {
    const threads = Array.from({ length: THREADS }, () => new EngineThread(findPassProgram(), settings));
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
    const thread = this.threads[this.next % this.threads.length] as EngineThread;
    this.next += 1;
    return thread.assess(page);
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.close()));
  }
}
