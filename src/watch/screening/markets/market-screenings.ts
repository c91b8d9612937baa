import { Injectable } from '@nestjs/common';
import { Settings } from '../../../kernel/config/settings.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { performEach } from '../../../kernel/queue/jobs/perform-each.js';
import { listNextSubjects } from '../../runs/expansion.queries.js';
import { EngineThread, findPassProgram } from '../../runs/pass/engine-thread.js';
import { RiskEngine, type Passed } from '../../runs/risk-engine.js';
import { screenMarketOnce } from './screen-market-once.js';

/** Markets of one page of the list. */
const PAGE = 200;
/** Lots from which on a screening is worth a thread, which starts in a second or two: the rules of so many take longer. */
const MANY_LOTS = 300;

/** No more are counted than the question needs. */
const COUNT_LOTS = `
  SELECT count(*)::integer AS n FROM (
    SELECT FROM market_lot l JOIN market m ON m.id = l.market_id WHERE $1::text IS NULL OR m.dataset = $1 LIMIT $2::bigint) few`;

/** Screens markets, one transaction each: a run that broke off is made anew and finds what it has done. */
@Injectable()
export class MarketScreenings {
  constructor(
    private readonly transactions: Transactions,
    private readonly engine: RiskEngine,
    private readonly settings: Settings,
  ) {}

  /**
   * Every market, or those of one dataset: many lots on a thread of their own, so that whoever asks this process for something else is
   * answered meanwhile. One market at a time: each is held in memory whole. A second run over the same facts changes nothing.
   */
  async screen(dataset: string | null, request: string, many = MANY_LOTS): Promise<Passed> {
    const thread = (await this.hasLots(dataset, many)) ? new EngineThread(findPassProgram(), this.settings) : null;
    try {
      const total: Passed = { subjects: 0, changed: 0 };
      await performEach(this.listMarkets(dataset), async (id) => {
        const ask = { id, request };
        const { changed } = await (thread?.screen(ask) ?? screenMarketOnce(this.transactions, this.engine, ask));
        total.subjects += 1;
        total.changed += changed;
      });
      return total;
    } finally {
      await thread?.close();
    }
  }

  private async hasLots(dataset: string | null, many: number): Promise<boolean> {
    const [row] = await this.transactions.reader.query<{ n: number }[]>(COUNT_LOTS, [dataset, many]);
    return (row?.n ?? 0) >= many;
  }

  private async *listMarkets(dataset: string | null): AsyncGenerator<string, void, void> {
    const { reader } = this.transactions;
    const query = <T>(sql: string, params: unknown[]) => reader.query<T[]>(sql, params);
    let after: string | null = null;
    for (;;) {
      const page = await listNextSubjects({ query }, 'market', dataset, after, PAGE);
      for (const { id } of page) yield id;
      if (page.length < PAGE) return;
      after = page.at(-1)?.id ?? null;
    }
  }
}
