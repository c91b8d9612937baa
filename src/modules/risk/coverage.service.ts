import { Injectable } from '@nestjs/common';
import type { PlainDate } from '../../platform/clock/plain-date.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { coverageOf } from './coverage.rules.js';
import type { CoverageDto } from './coverage.dto.js';
import { loadLines } from './loading/line.loader.js';
import { RiskEngine } from './risk.engine.js';

/** Coverage is a fact of the line, not a finding about a body: it is public. */
@Injectable()
export class CoverageService {
  constructor(
    private readonly transactions: Transactions,
    private readonly engine: RiskEngine,
  ) {}

  /** As of the day asked for, else today; never past what the line's dataset knows. */
  async of(line: string, asOf: PlainDate | null): Promise<CoverageDto> {
    const { reader } = this.transactions;
    const query = <T>(sql: string, params: unknown[]) => reader.query<T[]>(sql, params);
    const context = await this.engine.context({ query });
    const [loaded] = await loadLines({ query }, [line], context);
    const facts = loaded?.facts.service_line;
    if (facts === undefined) throw new Problem('not_found');
    return coverageOf({ ...facts, asOf: asOf ?? context.today });
  }
}
