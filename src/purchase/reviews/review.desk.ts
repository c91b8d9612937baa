import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Principal } from '../../kernel/access/principal.js';
import { todayInShanghai } from '../../kernel/clock/moment.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { LifecycleRegistry } from '../../kernel/actions/registry.js';
import { changeOf } from '../tenders/open-tender.js';
import { sayFacts } from '../tenders/conducted/action-facts.js';
import { lotLifecycle } from '../tenders/lots/lot.lifecycle.js';
import type { LotAction, LotStateHere } from '../tenders/lots/lot.states.js';
import { tenderStateOf } from '../bids/opening/opening.rules.js';
import { ruleAt, ruleOf } from '../../law/rules/rule-book.js';
import type { Rule } from '../../law/rules/rule.types.js';
import { find } from './scoring/findings.js';
import type { Finding, Found } from './scoring/findings.rules.js';
import { changeOfReview, openReview, seated, type Member, type OpenReview, type SeatedReview } from './open-review.js';
import type { ReviewGiven } from './review.given.js';
import { reviewLifecycle, type ReviewAction, type ReviewState } from './review.lifecycle.js';
import type { FoundStage } from '../bids/rejection.rules.js';

type Given = Omit<ReviewGiven, 'open'>;

/** Where every step of a review begins: the tender is locked, one lot of it is read, and a table is asked. */
@Injectable()
export class ReviewDesk implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly registry: LifecycleRegistry,
  ) {}

  onModuleInit(): void {
    this.registry.register(reviewLifecycle);
  }

  /** One step on one lot. Whoever names a version changes the tender's; what a member does alone leaves it as it is. */
  step(
    principal: Principal,
    tender: string,
    lot: number,
    version: number | undefined,
    work: (tx: Tx, open: OpenReview) => Promise<void>,
  ): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const open = await openReview(tx, tender, lot, version);
      // Law article 57: nothing of the review goes on meanwhile.
      if (open.lot.state === 'suspended') throw new Problem('wrong_state', { facts: { state: open.lot.state } });
      await work(tx, open);
      if (version !== undefined)
        await tx.query(`UPDATE tender SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [
          tender,
        ]);
    });
  }

  enterReview(tx: Tx, open: SeatedReview, action: ReviewAction, given: Given = {}) {
    const { id, state } = open.review;
    const asked: ReviewGiven = { ...given, open };
    return this.registry.enter(tx, reviewLifecycle, { id, state }, action, asked);
  }

  enterLot(tx: Tx, open: OpenReview, action: LotAction, given: Given = {}) {
    const { id, state } = open.lot;
    const asked: ReviewGiven = { ...given, open };
    return this.registry.enter(tx, lotLifecycle, { id, state }, action, asked);
  }

  /** Writes where a review stands now, with the row that tells of it. */
  async moveReview(
    tx: Tx,
    open: SeatedReview,
    action: ReviewAction,
    to: ReviewState,
    said: {
      data?: Record<string, unknown>;
      reason?: string | undefined;
      /** Told to nobody: the actor of the row would name the member, or what was done a price. */
      secret?: boolean;
      /** The body it is about, which is told in any case. */
      bidder?: string | undefined;
    } = {},
  ): Promise<void> {
    const from = open.review.state;
    if (to !== from) await tx.query(`UPDATE review SET state = $2 WHERE id = $1`, [open.review.id, to]);
    open.review.state = to;
    const change = changeOfReview(open);
    const { tenants, region } = said.secret ? { tenants: [], region: null } : change;
    await tx.record({
      ...change,
      tenants: [...tenants, ...(said.bidder === undefined ? [] : [said.bidder])],
      region,
      action,
      from,
      to,
      reason: said.reason,
      data: { ...change.data, ...said.data },
    });
  }

  /**
   * What the caller finds, where the panel decides together: written down, and told as that member's alone. Answers what the
   * panel finds by it; null while no majority of those who sit in it does.
   */
  async find(
    tx: Tx,
    open: SeatedReview & { me: Member },
    stage: FoundStage,
    said: readonly Omit<Finding, 'member'>[],
  ): Promise<Found[] | null> {
    await this.enterReview(tx, open, 'find');
    const found = await find(tx, open, stage, said);
    await this.moveReview(tx, open, 'find', open.review.state, { data: { member: open.me.id, stage }, secret: true });
    return found;
  }

  /** What the checks make of bids: each has a row of its own. Why one was rejected stands in the report. */
  async moveBids(
    tx: Tx,
    { tender, lot, bids }: OpenReview,
    action: 'find_valid' | 'reject',
    to: 'valid' | 'rejected',
    ids: readonly string[],
  ): Promise<void> {
    const moved = await tx.query<{ id: string; root: string }>(
      `UPDATE bid SET state = $2, version = version + 1 WHERE id = ANY ($1::uuid[])
       RETURNING id, coalesce(envelope_id, id) AS root`,
      [ids, to],
    );
    await tx.recordAll(
      moved.map(({ id, root }) => ({
        ...changeOf(tender),
        aggregate: 'bid',
        // Its life before the opening is told under the id of its envelope.
        id: root,
        action,
        from: bids.find((bid) => bid.id === id)?.state,
        to,
        data: { tender: tender.id, lot: lot.no },
      })),
    );
  }

  /** The same for the lot. A lot that fails says so in public, and its panel has nothing left to do. */
  async moveLot(
    tx: Tx,
    open: OpenReview,
    action: LotAction,
    to: LotStateHere,
    data: Record<string, unknown> = {},
    /** Why, and bodies beside the purchase's own that are told. */
    { reason, told = [] }: { reason?: string | undefined; told?: readonly string[] } = {},
  ): Promise<void> {
    const { tender, lot } = open;
    const change = changeOf(tender);
    if (to !== lot.state) {
      await tx.query(`UPDATE lot SET state = $2 WHERE id = $1`, [lot.id, to]);
      const lots = await tx.query<{ state: string }>(`SELECT state FROM lot WHERE tender_id = $1`, [tender.id]);
      await tx.query(`UPDATE tender SET state = $2 WHERE id = $1`, [
        tender.id,
        tenderStateOf(lots.map((l) => l.state)),
      ]);
    }
    await tx.record({
      ...change,
      tenants: [...new Set([...change.tenants, ...told])],
      aggregate: 'lot',
      id: lot.id,
      action,
      from: lot.state,
      to,
      reason,
      data: { tender: tender.id, no: lot.no, ...data },
      public: to === 'failed',
    });
    lot.state = to;
    if (to !== 'failed') return;
    const on = todayInShanghai(await tx.now());
    await sayFacts(tx, tender.id, [
      { kind: 'failure', lot: lot.no, data: { on, publishedOn: on, reason: '合格供应商不足法定家数' } },
    ]);
    if (open.review !== null && open.review.state !== 'dissolved')
      await this.moveReview(tx, seated(open), 'dissolve', 'dissolved');
  }
}

/**
 * How many suppliers must be left: three; in a consultation of a purchased service two carry it on ([2015] 124), which
 * says so from 2015-06-30.
 */
export function leastRule({ method, today }: Pick<OpenReview, 'method' | 'today'>): Rule {
  const exception = method === 'COMPETITIVE_CONSULTATION' ? ruleAt('CONSULT-2-EXCEPTION', today) : null;
  return exception ?? ruleOf('MIN-SUPPLIERS-3');
}
export const leastSuppliers = (open: Pick<OpenReview, 'method' | 'today'>): number => Number(leastRule(open).value);
