import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PUBLIC } from '../../platform/access/principal.js';
import { scopeOf, type Scope } from '../../platform/access/scope.js';
import type { PlainDate } from '../../platform/clock/plain-date.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { LineOutlooks } from '../surveys/line-outlooks.js';
import { CONTRACT_PARTIES, visiblePurchase } from '../tenders/tender.visibility.js';
import { coverageOf } from './coverage.rules.js';
import type { Coverage } from './coverage.types.js';
import type { CoverageDto } from './coverage.dto.js';
import { loadLines } from './loading/line.loader.js';
import { RiskEngine } from './risk.engine.js';

/**
 * Coverage is a fact of the line, not a finding about a body: it is public. Who serves by a contract that was not published
 * is for those whom it concerns; that somebody serves is not hidden.
 */
@Injectable()
export class CoverageService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly engine: RiskEngine,
    private readonly outlooks: LineOutlooks,
  ) {}

  onModuleInit(): void {
    this.outlooks.contribute((line) => this.of(scopeOf(PUBLIC), line, null));
  }

  /** As of the day asked for, else today; never past what the line's dataset knows. */
  async of(scope: Scope, line: string, asOf: PlainDate | null): Promise<CoverageDto> {
    const { reader } = this.transactions;
    const query = <T>(sql: string, params: unknown[]) => reader.query<T[]>(sql, params);
    const context = await this.engine.context({ query });
    const [loaded] = await loadLines({ query }, [line], context);
    const facts = loaded?.facts.service_line;
    if (facts === undefined) throw new Problem('not_found');
    const coverage = coverageOf({ ...facts, asOf: asOf ?? context.today });
    return shownTo(
      await this.visible(
        scope,
        facts.contracts.map((c) => c.id),
      ),
      coverage,
    );
  }

  /** Of these contracts, those that the caller may see. */
  private async visible(scope: Scope, contracts: readonly string[]): Promise<ReadonlySet<string>> {
    const sql = new Sql();
    visiblePurchase(sql.and(`r.id = ANY (${sql.p(contracts)}::uuid[])`), scope, CONTRACT_PARTIES);
    const rows = await this.transactions.reader.query<{ id: string }[]>(
      `SELECT r.id FROM contract r WHERE ${sql.where}`,
      sql.params,
    );
    return new Set(rows.map((row) => row.id));
  }
}

function shownTo(visible: ReadonlySet<string>, coverage: Coverage): CoverageDto {
  const shown = (contract: string): string | null => (visible.has(contract) ? contract : null);
  return {
    ...coverage,
    spells: coverage.spells.map((spell) => ({
      ...spell,
      contract: shown(spell.contract),
      agency: visible.has(spell.contract) ? spell.agency : null,
    })),
    overlaps: coverage.overlaps.map((overlap) => ({ ...overlap, contracts: overlap.contracts.map(shown) })),
    successor: coverage.successor && { ...coverage.successor, contract: shown(coverage.successor.contract) },
    excluded: coverage.excluded.map((contract) => ({ ...contract, contract: shown(contract.contract) })),
  };
}
