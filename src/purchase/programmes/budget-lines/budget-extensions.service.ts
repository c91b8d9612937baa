import { Injectable } from '@nestjs/common';
import { holdsPermission } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { latestDay } from '../../../kernel/clock/partial-date.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import type { NewBudgetExtensionDto } from './budget-extension.dto.js';
import { extensionAudience, lockVisibleProgramme } from './budget-extension.subject.js';

/** Extensions of the day until which the money of a budget line may be used. */
@Injectable()
export class BudgetExtensionsService {
  constructor(private readonly transactions: Transactions) {}

  request(principal: Principal, programme: string, line: string, dto: NewBudgetExtensionDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const root = await lockVisibleProgramme(tx, programme);
      if (!holdsPermission(principal, 'programme.manage', [root.buyer_id])) throw new Problem('not_permitted');
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
        ...extensionAudience(root),
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
}
