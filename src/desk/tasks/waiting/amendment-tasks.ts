import { isMine } from '../../../kernel/access/visible.js';
import type { Scope } from '../../../kernel/access/scope.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Reader } from '../../../kernel/database/reader.js';
import type { Sql } from '../../../kernel/database/sql.js';
import { moneyOfAll, type ContractMoney } from '../../../care/payments/contract-money.js';
import { listChangedInstalments } from '../../../care/payments/schedule/instalment-standing.js';
import { loadProposedAmendments } from '../../../purchase/contracts/needs/proposed-amendments.js';
import { steppedAtSql } from '../task-parts.js';

/** SQL: what the amendment `m` is called. */
const AMENDMENT = `jsonb_build_object('en', 'Amendment ' || m.no, 'zh', '第 ' || m.no || ' 份')`;

/** SQL, behind FROM: amendments of contracts that go on. */
const PROPOSED = `proposed_amendments m JOIN contracts c ON c.id = m.contract_id WHERE c.state IN ('signed', 'active', 'halted')`;

/** Amendments that a side has not signed, but where another one that came into force since leaves them nothing; what else keeps it from signing is known behind the statement alone (`judgeAmendments`). */
export const toSignAmendment = (sql: Sql, scope: Scope, side: string, body: string): string => `
  SELECT 'amendment_signature', m.id, ${AMENDMENT}, 'contract', c.id, c.title, NULL::date, m.proposed_at
  FROM ${PROPOSED} AND ${isMine(sql, scope, body)} AND NOT '${side}' = ANY (m.signed) AND NOT m.unsignable`;

/** Amendments of the own bodies, of which those that nobody can sign any more are to be withdrawn (`judgeAmendments`). */
export const toWithdraw = (sql: Sql, scope: Scope): string => `
  SELECT 'amendment_unsignable', m.id, ${AMENDMENT}, 'contract', c.id, c.title, NULL::date,
    greatest(m.proposed_at, ${steppedAtSql('contract', 'c.id', ['amend'], 'm.proposed_at')})
  FROM ${PROPOSED} AND ${isMine(sql, scope, 'c.buyer_id')}`;

interface Row {
  kind: string;
  id: string;
  hidden?: boolean;
}
const JUDGED: readonly string[] = ['amendment_signature', 'amendment_unsignable'];
/** States of an instalment that nothing is asked of any more. */
const SETTLED: readonly string[] = ['paid', 'cancelled'];

/**
 * Leaves of each amendment the task of its signature where it can be signed, as its guards have it. Where the contract is another by now, or an instalment
 * that it changes was paid or given up, it is to be withdrawn; while that is merely asked for it waits for how that is decided.
 */
export async function judgeAmendments<R extends Row>(
  reader: Reader,
  rows: readonly R[],
  at: { now: Date; today: PlainDate },
): Promise<R[]> {
  const ids = [...new Set(rows.flatMap(({ kind, id }) => (JUDGED.includes(kind) ? [id] : [])))];
  if (ids.length === 0) return [...rows];
  const proposed = await loadProposedAmendments(reader, ids, at);
  const touching = proposed.filter(({ isRefused, change }) => !isRefused && change.difference.length > 0);
  const contracts = [...new Set(touching.map(({ contract }) => contract))];
  const moneys = contracts.length === 0 ? new Map<string, ContractMoney>() : await moneyOfAll(reader, contracts);
  const tasks = new Map(
    proposed.map(({ id, contract, change, isRefused }) => {
      const money = moneys.get(contract);
      const states = money === undefined ? [] : listChangedInstalments(money, change).map(({ state }) => state);
      if (isRefused || states.some((state) => SETTLED.includes(state))) return [id, 'amendment_unsignable'];
      return [id, states.length > 0 ? null : 'amendment_signature'];
    }),
  );
  return rows.map((row) =>
    JUDGED.includes(row.kind) && row.kind !== tasks.get(row.id) ? { ...row, hidden: true } : row,
  );
}
