import { action, guard, type Fact } from '../../../kernel/actions/action.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { ReasonDto } from '../../../people/accounts/reason.dto.js';
import type { ConductedContract } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { toItsParties } from '../../delivery/records/served-contract.js';
import { contractEndSql, isServed, isSuccessor, lacksSuccessorSql } from '../plan-standing.queries.js';
import { isPassing } from '../handovers/standing-handovers.queries.js';
import { sayPlan } from '../plan-facts.js';
import { planSubject, type LockedPlan } from '../plan.subject.js';
import { moveRecipients } from '../../delivery/recipient-moves.js';

/** SQL condition on line `i` of the plan's contract `c`: lines in this condition cannot be carried out yet. */
const findLinesWhere =
  (condition: string): Fact<LockedPlan, string[]> =>
  async ({ tx, root }) => {
    const lines = await tx.query<{ id: string }>(
      `SELECT i.service_line_id AS id FROM continuity_plan_item i JOIN continuity_plan p ON p.id = i.plan_id
       JOIN contract c ON c.id = p.contract_id WHERE i.plan_id = $1 AND (${condition}) ORDER BY 1`,
      [root.id],
    );
    return lines.map(({ id }) => id);
  };

const findLinesHandedOverTooEarly = findLinesWhere(
  `i.kind IN ('hand_over', 'absorb') AND c.terminated_on IS NULL AND ${contractEndSql('c')} >= business_today()
     AND NOT EXISTS (SELECT FROM contract s WHERE ${isSuccessor('s', 'c', 'i.service_line_id')}
       AND coalesce(s.started_on::text, s.window_start) <= business_today()::text)`,
);

const findLastDay: Fact<LockedPlan, string | null> = async ({ tx, root }) => {
  const [row] = await tx.query<{ end: string | null }>(
    `SELECT ${contractEndSql('c')}::text AS end FROM contract c WHERE c.id = $1`,
    [root.contract.id],
  );
  return row?.end ?? null;
};

const findLinesWithoutSuccessor = findLinesWhere(lacksSuccessorSql('i', 'c'));

const findLinesNotHandedOver = findLinesWhere(
  `(i.kind IN ('hand_over', 'absorb') OR i.kind = 'retender' AND NOT EXISTS (SELECT FROM contract s
     WHERE ${isSuccessor('s', 'c', 'i.service_line_id')} AND s.supplier_id = c.supplier_id))
   AND EXISTS (SELECT FROM recipient r WHERE ${isServed('r', 'c', 'i.service_line_id')} AND (c.terminated_on IS NOT NULL OR NOT ${isPassing('r')}))
   OR i.kind IN ('hand_over', 'absorb')
   AND NOT EXISTS (SELECT FROM handover h WHERE h.contract_id = c.id AND h.service_line_id = i.service_line_id
     AND h.receiver_id = i.receiver_id AND h.state = 'acknowledged')
   AND NOT EXISTS (SELECT FROM contract s WHERE ${isSuccessor('s', 'c', 'i.service_line_id')} AND s.supplier_id = i.receiver_id)`,
);

const findLinesNotEnded = findLinesWhere(
  `i.kind = 'end' AND EXISTS (SELECT FROM service_line l WHERE l.id = i.service_line_id AND l.state <> 'ended'
     AND (l.until IS NULL OR l.until >= business_today()))`,
);

const nameLines = (lines: readonly string[]) => (lines.length === 0 ? null : { facts: { serviceLines: lines } });

export const carryOutPlan = action(planSubject, 'carry_out', ReasonDto, {
  operationId: 'carryOutContinuityPlan',
  summary: { en: 'Record that a continuity plan was carried out', zh: '确认接续方案已执行' },
  guards: {
    // Who takes them over serves from the day after: before it somebody may still come, and nobody has been handed over for good.
    contract_not_over: guard({ findLinesHandedOverTooEarly, findLastDay }, (facts) => {
      const lines = facts.findLinesHandedOverTooEarly;
      return lines.length === 0 ? null : { facts: { serviceLines: lines, end: facts.findLastDay } };
    }),
    // A new tender is only a hope until its contract is signed; a contract that was prolonged by an amendment is renewed.
    successor_missing: guard({ findLinesWithoutSuccessor }, (facts) => nameLines(facts.findLinesWithoutSuccessor)),
    // Whom it names has said so, or has signed the contract that follows and nobody is left; and nobody is left in any case. Who waits to
    // pass is left where the contract was ended early: nobody serves them meanwhile.
    handover_unacknowledged: guard({ findLinesNotHandedOver }, (facts) => nameLines(facts.findLinesNotHandedOver)),
    lines_not_ended: guard({ findLinesNotEnded }, (facts) => nameLines(facts.findLinesNotEnded)),
  },
  async effect({ tx, root, given, now, today }) {
    await sayPlan(tx, root.contract, root.id, { agreedOn: root.agreedOn, carriedOutOn: today }, '接续方案已执行');
    await moveRecipientsToSuccessor(tx, root.contract, root.id);
    return {
      set: { carriedOutOn: today, since: now, ...(given.reason !== undefined && { decisionReason: given.reason }) },
    };
  },
});

/** Where the same agency goes on under another contract, whom it serves goes on under that one. */
async function moveRecipientsToSuccessor(tx: Tx, contract: ConductedContract, plan: string): Promise<void> {
  const moved = await moveRecipients(
    tx,
    `SELECT r.id AS recipient, n.id AS contract, c.id AS former FROM recipient r
     CROSS JOIN continuity_plan_item i JOIN contract c ON c.id = $2
     CROSS JOIN LATERAL (SELECT s.id FROM contract s WHERE ${isSuccessor('s', 'c', 'i.service_line_id')}
       AND s.supplier_id = c.supplier_id ORDER BY s.window_end DESC, s.id LIMIT 1) n
     WHERE i.plan_id = $1 AND i.kind IN ('renew', 'retender') AND ${isServed('r', 'c', 'i.service_line_id')}`,
    [plan, contract.id],
  );
  await tx.recordAll(
    moved.map(({ id, to }) => ({
      ...toItsParties(contract),
      aggregate: 'recipient',
      id,
      action: 'went_on',
      data: { contract: to, from: contract.id },
    })),
  );
}
