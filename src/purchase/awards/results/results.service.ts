import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { decide } from '../../../kernel/actions/lifecycle.js';
import { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import { sayFacts } from '../../tenders/conducted/action-facts.js';
import { lotLifecycle } from '../../tenders/lots/lot.lifecycle.js';
import type { LotAction, LotStateHere } from '../../tenders/lots/lot.states.js';
import { moveLotHere } from '../award.moves.js';
import { firstOf, openTies, orderedTies, type SettledTie } from '../candidates.rules.js';
import { drawn, drawnAlready } from '../draws.js';
import { mustActFor, openResult, readResult, type OpenResult } from './open-result.js';
import { award, ResultClock } from './result-clock.js';
import type { ResultGiven } from './result.guards.js';
import { publishResult } from './result.publication.js';
import type { ResultActionDto } from './results.dto.js';

/** What an action came to: where the lot stands after it, and what is told of it. */
interface Effect {
  to?: LotStateHere;
  data?: Record<string, unknown>;
  public?: boolean;
}
type Doing = (tx: Tx, open: OpenResult, given: ResultActionDto) => Promise<Effect>;

/** From the panel's report to the published result, and to the next rank where an award comes to nothing. */
@Injectable()
export class ResultsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly registry: LifecycleRegistry,
    private readonly clock: ResultClock,
  ) {}

  act(principal: Principal, tender: string, version: number, action: string, given: ResultActionDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const perform = (EFFECTS as Readonly<Record<string, Doing | undefined>>)[action];
      if (perform === undefined) throw new Problem('route_not_found');
      const found = await openResult(tx, tender, given.lot, version);
      // What the clock has decided goes before what a person decides.
      const struck = await this.clock.strike(tx, found);
      const open = struck ? await readResult(tx, found.tender, found.lot) : found;
      const { who } = decide(lotLifecycle, open.lot.state, action, principal);
      mustActFor(principal, who, bodiesFor(action, open));
      const asked: ResultGiven = {
        open,
        ...(given.reason !== undefined && { reason: given.reason }),
        ...(given.bid !== undefined && { bid: given.bid }),
      };
      const transition = await this.registry.enter(tx, lotLifecycle, open.lot, action, asked);
      const effect = await perform(tx, open, given);
      await moveLotHere(tx, open.tender, open.lot, transition.action, effect.to ?? open.lot.state, {
        reason: given.reason,
        ...effect,
      });
      await this.clock.refresh(tx, await readResult(tx, open.tender, open.lot));
      await tx.query(`UPDATE tender SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [tender]);
    });
  }
}

/** The report is handed over by whoever held the review; what is decided of it is the buyer's. */
function bodiesFor(action: string, { tender: { buyer_id, agent_id } }: OpenResult): (string | null)[] {
  if (action === 'deliver_report') return [agent_id ?? buyer_id];
  return action === 'publish_result' ? [buyer_id, agent_id] : [buyer_id];
}

/**
 * The days to confirm count from the receipt. A buyer that holds an open tender itself has nobody to receive its report from:
 * they count from the end of its review (Order 87 article 68), however late it says that it has it.
 */
async function deliver(
  tx: Tx,
  { tender, lot, stored, candidates }: OpenResult,
  receipt: string | null,
): Promise<Effect> {
  if (stored === null) throw new Problem('not_found');
  const now = await tx.now();
  const ties = await drawnAlready(tx, lot.id, candidates);
  const own = tender.agent_id === null && tender.method === 'OPEN_TENDER';
  await tx.query(
    `INSERT INTO lot_result (lot_id, review_id, delivered_at, delivered_by, receipt_reason, ties, runs_from, cleared_at)
     SELECT $1, v.id, $3, $4, $5, $6, CASE WHEN $7 THEN v.reported_at ELSE $3 END, CASE WHEN $7 THEN $3::timestamptz END
     FROM review v WHERE v.id = $2`,
    [lot.id, stored.review, now, tx.principal.id, receipt, JSON.stringify(ties), own],
  );
  return { data: { sha256: stored.sha256 } };
}

const EFFECTS: Partial<Record<LotAction, Doing>> = {
  deliver_report: (tx, open) => deliver(tx, open, null),
  record_receipt: (tx, open, { reason }) => deliver(tx, open, reason ?? null),
  record_objection: async (tx, { lot }, { reason }) => {
    await tx.query(
      `UPDATE lot_result SET objection = $2, objected_at = $3, objected_by = $4, deems_at = NULL WHERE lot_id = $1`,
      [lot.id, reason, await tx.now(), tx.principal.id],
    );
    return {};
  },
  withdraw_objection: async (tx, { lot }) => {
    await tx.query(
      `UPDATE lot_result SET objection = NULL, objected_at = NULL, objected_by = NULL, cleared_at = $2 WHERE lot_id = $1`,
      [lot.id, await tx.now()],
    );
    return {};
  },
  settle_tie: settleTie,
  confirm: async (tx, open) => {
    const [first] = firstOf(open.candidates);
    if (first === undefined) throw new Problem('rank_order');
    const id = await award(tx, open, first, { on: open.today, deemed: false });
    return { to: 'confirmed', data: { award: id } };
  },
  publish_result: async (tx, open) => ({
    to: 'result_published',
    data: { award: await publishResult(tx, open) },
    public: true,
  }),
  propose_replacement: async (tx, { lot }, { reason }) => {
    await tx.query(`UPDATE lot_result SET proposal_reason = $2, proposed_at = $3, proposed_by = $4 WHERE lot_id = $1`, [
      lot.id,
      reason,
      await tx.now(),
      tx.principal.id,
    ]);
    return {};
  },
  replace_award: async (tx, open) => {
    await tx.query(
      `UPDATE lot_result SET proposal_reason = NULL, proposed_at = NULL, proposed_by = NULL, deeming = false, deems_at = NULL
       WHERE lot_id = $1`,
      [open.lot.id],
    );
    const [next] = firstOf(open.candidates);
    if (next !== undefined)
      return {
        to: 'confirmed',
        data: { award: await award(tx, open, next, { on: open.today, deemed: false }) },
      };
    const { today: on } = open;
    await sayFacts(tx, open.tender.id, [
      { kind: 'failure', lot: open.lot.no, data: { on, publishedOn: on, reason: '没有其他合格的候选供应商' } },
    ]);
    return { to: 'failed', public: true };
  },
};

/**
 * By the documents' rule where they have one, else by a draw (Order 87 article 68). Nobody chooses the seed: it is the hash
 * of the lot's first report, which stood before anybody knew of a draw, and is public with the result.
 */
async function settleTie(
  tx: Tx,
  { tender, lot, candidates, desk }: OpenResult,
  given: ResultActionDto,
): Promise<Effect> {
  const ties = openTies(candidates);
  const settledAt = (await tx.now()).toISOString();
  const byRule = tender.terms.tieRule !== null;
  if (byRule && given.reason === undefined)
    throw invalid('/reason', 'required', {
      en: 'How the rule of the documents parts them',
      zh: '请说明采购文件规定的方式如何适用',
    });
  const ordered = byRule ? orderedTies(ties, given.order ?? []) : null;
  if (byRule && ordered === null)
    throw invalid('/order', 'not_allowed_value', {
      en: 'Every bid that is tied, once',
      zh: '应列出全部并列的投标（响应），且不重复',
    });
  if (!byRule && given.order !== undefined)
    throw invalid('/order', 'not_allowed_value', {
      en: 'The documents have no rule: it is drawn',
      zh: '采购文件未规定，应随机抽取',
    });
  const { reason = null } = given;
  const settled: SettledTie[] = [];
  for (const [i, tie] of ties.entries())
    settled.push(
      ordered === null
        ? { ...(await drawn(tx, lot.id, tie, settledAt)), reason }
        : { by: 'documents', order: ordered[i] ?? [], reason, draw: null, settledAt },
    );
  const whole = [...(desk?.ties ?? []), ...settled];
  await tx.query(`UPDATE lot_result SET ties = $2, cleared_at = $3 WHERE lot_id = $1`, [
    lot.id,
    JSON.stringify(whole),
    settledAt,
  ]);
  return { data: { ties: settled.map(({ by, order }) => ({ by, order })) } };
}
