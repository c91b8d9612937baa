import { Injectable } from '@nestjs/common';
import { SYSTEM } from '../../../kernel/access/principal.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { listNextSubjects } from '../../runs/expansion.queries.js';
import { RiskEngine, type Passed } from '../../runs/risk-engine.js';

/** Markets of one page of the list. */
const PAGE = 200;

/** Screens markets, one transaction each: a run that broke off is made anew and finds what it has done. */
@Injectable()
export class MarketScreenings {
  constructor(
    private readonly transactions: Transactions,
    private readonly engine: RiskEngine,
  ) {}

  /** Every market, or those of one dataset. A second run over the same facts changes nothing. */
  async screen(dataset: string | null, request: string): Promise<Passed> {
    const total: Passed = { subjects: 0, changed: 0 };
    const { reader } = this.transactions;
    let after: string | null = null;
    for (;;) {
      const page = await listNextSubjects(
        { query: <T>(sql: string, params: unknown[]) => reader.query<T[]>(sql, params) },
        'market',
        dataset,
        after,
        PAGE,
      );
      for (const { id } of page) {
        const { changed } = await this.transactions.run(SYSTEM, (tx) => this.engine.screen(tx, id, request));
        total.subjects += 1;
        total.changed += changed;
      }
      if (page.length < PAGE) return total;
      after = page.at(-1)?.id ?? null;
    }
  }
}
