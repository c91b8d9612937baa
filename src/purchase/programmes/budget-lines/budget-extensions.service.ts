import { Injectable, type OnModuleInit } from '@nestjs/common';
import { heldIn, holdsIn, holdsOver } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { scopeOf } from '../../../kernel/access/scope.js';
import { latestDay } from '../../../kernel/clock/partial-date.js';
import { lockRoot } from '../../../kernel/database/roots.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { LifecycleRegistry, type ActionGiven } from '../../../kernel/actions/registry.js';
import type { NewBudgetExtensionDto } from './budget-extension.dto.js';
import { budgetExtensionLifecycle, type ExtensionState } from './budget-extension.lifecycle.js';
import { visibleProgramme, type ProgrammeRow } from '../programmes.queries.js';

interface ExtensionRow {
  id: string;
  version: number;
  programme_id: string;
  budget_line_id: string;
  use_by: string;
  until: string;
  state: ExtensionState;
}
const COLUMNS = `id, version, programme_id, budget_line_id, use_by, until::text AS until, state`;

/** What may be done with an extension: asked for by the buyer, answered by the finance authority that watches over it. */
export function heldOver(
  caller: Pick<Principal, 'seats'>,
  programme: { buyer_id: string; region: string | null; buyer_region: string | null },
): Set<string> {
  const held = heldIn(caller, [programme.buyer_id]);
  held.delete('budget.extend');
  if (holdsOver(caller, 'budget.extend', [programme.region, programme.buyer_region])) held.add('budget.extend');
  return held;
}

/** Extensions of the day until which the money of a budget line may be used. */
@Injectable()
export class BudgetExtensionsService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly registry: LifecycleRegistry,
  ) {}

  onModuleInit(): void {
    this.registry.register(budgetExtensionLifecycle);
    this.registry.contribute('extension_outdated', async (tx, id) => {
      const [row] = await tx.query<{ use_by: string | null; asked: string }>(
        `SELECT l.use_by, e.use_by AS asked FROM budget_extension e JOIN budget_line l ON l.id = e.budget_line_id WHERE e.id = $1`,
        [id],
      );
      return row?.use_by === row?.asked ? null : { facts: { useBy: row?.use_by ?? null, asked: row?.asked } };
    });
  }

  request(principal: Principal, programme: string, line: string, dto: NewBudgetExtensionDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const root = await this.lock(tx, programme);
      if (!holdsIn(principal, 'programme.manage', [root.buyer_id])) throw new Problem('not_permitted');
      const [row] = await tx.query<{ use_by: string | null }>(
        `SELECT use_by FROM budget_line WHERE id = $1 AND programme_id = $2`,
        [line, programme],
      );
      if (!row) throw new Problem('not_found');
      if (row.use_by === null || dto.until <= latestDay(row.use_by))
        throw invalid('/until', 'too_early', { en: 'Not later than the line’s day', zh: '不晚于该预算项目的使用期限' });
      const pending = await tx.query(`SELECT FROM budget_extension WHERE budget_line_id = $1 AND state = 'requested'`, [
        line,
      ]);
      if (pending.length > 0) throw new Problem('extension_pending');
      const [made] = await tx.query<{ id: string }>(
        `INSERT INTO budget_extension (programme_id, budget_line_id, use_by, until, reason, requested_by, requested_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
        [programme, line, row.use_by, dto.until, dto.reason, principal.id, await tx.now()],
      );
      const id = made?.id ?? '';
      await tx.record({
        ...audienceOf(root),
        aggregate: 'budget_extension',
        id,
        action: 'requested',
        to: 'requested',
        reason: dto.reason,
        data: { programme, budgetLine: line, until: dto.until },
      });
      return id;
    });
  }

  act(
    principal: Principal,
    { programme, line, id }: { programme: string; line: string; id: string },
    version: number,
    action: string,
    given: ActionGiven,
  ): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const root = await this.lock(tx, programme);
      const [row] = await tx.query<ExtensionRow>(
        `SELECT ${COLUMNS} FROM budget_extension WHERE id = $1 AND programme_id = $2 AND budget_line_id = $3
         FOR NO KEY UPDATE`,
        [id, programme, line],
      );
      if (!row) throw new Problem('not_found');
      if (row.version !== version) throw new Problem('stale_version');
      const held = heldOver(principal, root);
      const transition = await this.registry.enter(tx, budgetExtensionLifecycle, row, action, given, held);
      const to = transition.to as ExtensionState;
      await tx.query(
        `UPDATE budget_extension SET state = $2, decided_by = $3, decided_at = $4, decision_reason = $5, version = version + 1,
           updated_at = clock_timestamp() WHERE id = $1`,
        [id, to, principal.id, await tx.now(), given.reason ?? null],
      );
      if (transition.action === 'grant') {
        await tx.query(`UPDATE budget_line SET use_by = $2 WHERE id = $1`, [line, row.until]);
        await tx.query(`UPDATE programme SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [
          programme,
        ]);
      }
      await tx.record({
        ...audienceOf(root),
        aggregate: 'budget_extension',
        id,
        action: transition.action,
        from: row.state,
        to,
        reason: given.reason ?? null,
        data: { programme, budgetLine: line, until: row.until },
      });
    });
  }

  /** The programme, as far as the caller sees it, locked with the region of its buyer. */
  private async lock(tx: Tx, id: string): Promise<ProgrammeRow & { buyer_region: string | null }> {
    const scope = scopeOf(tx.principal);
    const row = await lockRoot<ProgrammeRow>(tx, 'programme', id, (sql) => visibleProgramme(sql, scope), new Sql());
    const [buyer] = await tx.query<{ region: string | null }>(`SELECT region FROM organisation WHERE id = $1`, [
      row.buyer_id,
    ]);
    return { ...row, buyer_region: buyer?.region ?? null };
  }
}

const audienceOf = ({ dataset, region, buyer_id }: ProgrammeRow) => ({ dataset, region, tenants: [buyer_id] });
