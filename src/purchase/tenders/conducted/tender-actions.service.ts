import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { scopeOf } from '../../../kernel/access/scope.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { DocumentReferences } from '../../../kernel/documents/document-references.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { decide } from '../../../kernel/actions/lifecycle.js';
import { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import { WorkingCalendars } from '../../../law/calendars/calendar.store.js';
import { heldBy, mustActFor, mustHoldFor } from '../acting-for.js';
import { LockedBudget } from '../budget.js';
import { changeOf } from '../open-tender.js';
import { tenderLifecycle, type TenderAction, type TenderStateHere } from '../tender.lifecycle.js';
import { sayFacts } from './action-facts.js';
import { lockConducted, type ConductedTender } from './conducted-tender.js';
import { closeGate, mustCorrectOnlySo, writeCorrection } from '../corrections/corrections.js';
import { publishIntent } from './intent.js';
import { DraftSteps } from '../drafts/draft.steps.js';
import { endSuspended, resumeTender, suspendTender } from '../oversight/suspension.js';
import { appointWitness } from '../oversight/witness.js';
import { documentOf } from './tender-document.js';
import type { NewOpinionDto, TenderActionDto } from './tender-actions.dto.js';

/** Actions that move the deadline, or end the time for bids: they wait for everyone who is handing one in. */
const GATED: Readonly<Record<string, string>> = {
  correct: 'tender.draft',
  fail: 'tender.end',
  cancel: 'tender.end',
  suspend: 'remedy.decide',
  resume: 'remedy.decide',
  resume_after_limit: 'tender.manage',
};
/** What an authority decides, or what follows from it: by a seat over the purchase, or in its buyer. */
const SUSPENSION: readonly TenderAction[] = ['suspend', 'resume', 'resume_after_limit', 'end_by_decision'];

/** Columns that an action sets beside the state. */
type Effect = (
  tx: Tx,
  tender: ConductedTender,
  given: TenderActionDto,
) => Promise<Record<string, unknown> | undefined | void>;

/** The way of a tender that is conducted here, from its draft to the issue of its documents. */
@Injectable()
export class TenderActionsService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly registry: LifecycleRegistry,
    private readonly references: DocumentReferences,
    private readonly steps: DraftSteps,
    private readonly calendars: WorkingCalendars,
  ) {}

  onModuleInit(): void {
    this.registry.register(tenderLifecycle);
  }

  act(principal: Principal, id: string, version: number, action: string, given: TenderActionDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      mustCorrectOnlySo(action, given.correction);
      // Programme before tender: two drafts that fit alone must not exceed it together, nor two corrections.
      const spends = ['submit', 'correct'].includes(action) && principal.permissions.has('tender.draft');
      const budget = spends ? await LockedBudget.of(tx, 'tender', id) : null;
      const gated = GATED[action];
      if (gated !== undefined && principal.permissions.has(gated)) await closeGate(tx, id);
      const tender = await lockConducted(tx, id, version, 'overseers');
      if (budget !== null && budget.programme !== tender.programme_id) throw new Problem('conflict');
      const held = await heldBy(tx, tender);
      if (SUSPENSION.some((name) => name === action))
        await mustActFor(tx, decide(tenderLifecycle, tender.state, action, { permissions: held }).who, tender);
      const transition = await this.registry.enter(tx, tenderLifecycle, tender, action, given, held);
      const to = stateAfter(transition, tender, given);
      await tx.query(
        `UPDATE tender SET state = $2, suspended_from = CASE WHEN $2 = 'suspended' THEN suspended_from END,
           version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
        [id, to],
      );
      const done = await this.effects[transition.action]?.(tx, tender, given);
      const said = given.correction ? await writeCorrection(tx, tender, given.correction, given.reason) : (done ?? {});
      await tx.record({
        ...changeOf(tender),
        action: transition.action,
        from: tender.state,
        to,
        reason: given.reason,
        data: given.ground ? endedBy(given) : said,
        public: to === 'open' || to === 'suspended',
      });
    });
  }

  /** Opinions are asked for while it can still be changed. */
  addOpinion(principal: Principal, id: string, dto: NewOpinionDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const tender = await lockConducted(tx, id, undefined);
      await mustHoldFor(tx, 'tender.draft', tender);
      if (!['draft', 'in_review', 'planned', 'intent_published'].includes(tender.state))
        throw new Problem('wrong_state', { facts: { state: tender.state, action: 'add_opinion' } });
      mustHaveBeenHeld(dto.heldOn, todayInShanghai(await tx.now()));
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO tender_opinion (tender_id, kind, held_on, participants, summary, recorded_at, recorded_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
        [id, dto.kind, dto.heldOn, dto.participants ?? null, dto.summary, await tx.now(), principal.id],
      );
      await this.references.refer(tx, scopeOf(principal), 'tender', id, dto.documents ?? [], '/documents');
      await tx.query(`UPDATE tender SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [id]);
      await tx.record({
        ...changeOf(tender),
        action: 'opinion_recorded',
        data: { opinion: row?.id, kind: dto.kind, participants: dto.participants ?? null },
      });
    });
  }

  /** Law article 19: the buyer chooses the agent; an agent acts for the buyer only while it is mandated. */
  mandate(principal: Principal, id: string, version: number, agent: string | null): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const tender = await lockConducted(tx, id, version);
      await mustHoldFor(tx, 'tender.manage', tender);
      if (['contracted', 'failed', 'cancelled'].includes(tender.state))
        throw new Problem('wrong_state', { facts: { state: tender.state, action: 'mandate' } });
      if (agent === tender.agent_id) return;
      if (agent !== null) {
        const rows = await tx.query(
          `SELECT FROM organisation WHERE id = $1 AND dataset = $2 AND kind = 'agent' AND state = 'active'`,
          [agent, tender.dataset],
        );
        if (rows.length === 0)
          throw new Problem('not_found', {
            errors: [
              { pointer: '/agent', code: 'not_found', text: { en: 'There is no such agent', zh: '没有这个代理机构' } },
            ],
          });
      }
      await tx.query(
        `UPDATE tender SET agent_id = $2, version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
        [id, agent],
      );
      await this.steps.mandated(tx, id, agent);
      const after = { ...tender, agent_id: agent };
      const both = [...changeOf(tender).tenants, ...changeOf(after).tenants];
      await tx.record({
        ...changeOf(after),
        tenants: [...new Set(both)],
        action: 'mandated',
        data: { from: tender.agent_id, to: agent },
      });
    });
  }

  private readonly effects: Partial<Record<TenderAction, Effect>> = {
    submit: (tx, tender) => this.steps.submitted(tx, tender.id),
    approve: async (tx, tender, given) => {
      // Who wrote it stays known: after a revision its authors still do not approve it.
      await tx.query(`UPDATE tender SET approved_at = $2, approved_by = $3 WHERE id = $1`, [
        tender.id,
        await tx.now(),
        tx.principal.id,
      ]);
      await tx.query(
        `UPDATE tender_finding f SET reason = g.reason, explained_by = $3
         FROM jsonb_to_recordset($2::jsonb) AS g(indicator text, reason text)
         WHERE f.tender_id = $1 AND f.indicator = g.indicator AND f.state = 'triggered'`,
        [tender.id, JSON.stringify(given.findings ?? []), tx.principal.id],
      );
    },
    // Approval and method approval lapse with what they approved, and an intent was that of the earlier draft.
    revise: async (tx, tender) => {
      await tx.query(
        `UPDATE tender SET approved_at = NULL, approved_by = NULL, draft_no = draft_no + 1 WHERE id = $1`,
        [tender.id],
      );
      await tx.query(
        `UPDATE method_approval SET state = 'lapsed' WHERE tender_id = $1 AND state IN ('requested', 'granted', 'refused')`,
        [tender.id],
      );
    },
    request_method_approval: async (tx, tender, { reason }) => {
      await tx.query(
        `INSERT INTO method_approval (tender_id, method, reason, requested_at, requested_by) VALUES ($1, $2, $3, $4, $5)`,
        [tender.id, tender.method, reason, await tx.now(), tx.principal.id],
      );
    },
    grant_method_approval: (tx, tender, given) => decideMethod(tx, tender.id, 'granted', given.reason),
    refuse_method_approval: (tx, tender, given) => decideMethod(tx, tender.id, 'refused', given.reason),
    publish_intent: (tx, tender) => publishIntent(tx, tender.id),
    issue: async (tx, tender) => {
      const now = await tx.now();
      const { documentsTo, deadlineAt } = tender.plan;
      const on = todayInShanghai(now);
      await tx.query(`UPDATE tender SET published = true, deadline_at = $2, revision = 1 WHERE id = $1`, [
        tender.id,
        deadlineAt,
      ]);
      await tx.query(`UPDATE lot SET state = 'open', deadline_at = $2 WHERE tender_id = $1`, [tender.id, deadlineAt]);
      await tx.query(
        `INSERT INTO tender_revision (tender_id, revision, published_at, deadline_at, document) VALUES ($1, 1, $2, $3, $4)`,
        [tender.id, now, deadlineAt, JSON.stringify(await documentOf(tx, tender.id))],
      );
      await sayFacts(tx, tender.id, [
        {
          kind: 'notice',
          data: {
            publishedOn: on,
            documentsFrom: on,
            ...(documentsTo && { documentsTo }),
            ...(deadlineAt && { deadline: deadlineAt, openingAt: deadlineAt }),
          },
        },
      ]);
      await this.steps.issued(tx, tender.id);
    },
    fail: async (tx, tender, { reason, ground, remedy }) => {
      await tx.query(`UPDATE lot SET state = 'failed' WHERE tender_id = $1 AND state = 'open'`, [tender.id]);
      const on = todayInShanghai(await tx.now());
      await sayFacts(tx, tender.id, [{ kind: 'failure', data: { on, publishedOn: on, ...(reason && { reason }) } }]);
      if (ground === 'remedy_decision') await this.steps.decided(tx, tender.id, remedy);
    },
    appoint_witness: (tx, tender, { user }) => appointWitness(tx, tender.id, user),
    suspend: async (tx, tender, { reason, remedy }) => {
      await suspendTender(tx, tender, { ...(reason && { reason }), ...(remedy && { remedy }) });
      return { remedy };
    },
    resume: async (tx, tender) => resumeTender(tx, tender, await this.calendars.current()),
    resume_after_limit: async (tx, tender) => resumeTender(tx, tender, await this.calendars.current()),
    end_by_decision: async (tx, tender, { reason, remedy, outcome = 'failed' }) => {
      await endSuspended(tx, tender, outcome, reason);
      const on = todayInShanghai(await tx.now());
      const kind = outcome === 'failed' ? 'failure' : 'cancellation';
      await sayFacts(tx, tender.id, [{ kind, data: { on, publishedOn: on, ...(reason && { reason }) } }]);
      await this.steps.decided(tx, tender.id, remedy);
      return { remedy };
    },
    cancel: async (tx, tender, { reason, ground, remedy }) => {
      await tx.query(`UPDATE lot SET state = 'cancelled' WHERE tender_id = $1 AND (state IS NULL OR state = 'open')`, [
        tender.id,
      ]);
      if (!tender.published) return;
      const on = todayInShanghai(await tx.now());
      await sayFacts(tx, tender.id, [
        { kind: 'cancellation', data: { on, publishedOn: on, ...(reason && { reason }) } },
      ]);
      if (ground === 'remedy_decision') await this.steps.decided(tx, tender.id, remedy);
    },
  };
}

const endedBy = ({ ground, reference, remedy }: TenderActionDto): Record<string, unknown> => ({
  ground,
  ...(reference !== undefined && { reference }),
  ...(ground === 'remedy_decision' && { remedy }),
});

function stateAfter(
  { to }: { to?: TenderStateHere | readonly TenderStateHere[] },
  tender: ConductedTender,
  { outcome = 'failed' }: TenderActionDto,
): TenderStateHere {
  if (to === undefined) return tender.state;
  return typeof to === 'string' ? to : outcome;
}

/** An opinion is recorded once it was given. */
function mustHaveBeenHeld(on: string, today: string): void {
  if (on <= today) return;
  const text = { en: 'This day has not come yet', zh: '该日期尚未到来' };
  throw new Problem('dated_in_future', { errors: [{ pointer: '/heldOn', code: 'dated_in_future', text }] });
}

async function decideMethod(tx: Tx, tender: string, state: 'granted' | 'refused', reason?: string): Promise<void> {
  await tx.query(
    `UPDATE method_approval SET state = $2, decided_at = $3, decided_by = $4, decision_reason = $5
     WHERE tender_id = $1 AND state = 'requested'`,
    [tender, state, await tx.now(), tx.principal.id, reason ?? null],
  );
}
