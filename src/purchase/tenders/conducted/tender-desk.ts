import { Injectable } from '@nestjs/common';
import { refuseInState } from '../../../kernel/actions/lifecycle.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope } from '../../../kernel/access/scope.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { DocumentReferences } from '../../../kernel/documents/document-references.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { assertTenderPermission } from '../acting-for.js';
import { toTenderChange } from '../open-tender.js';
import { tenderLifecycle } from '../tender.lifecycle.js';
import { lockConductedTender } from './conducted-tender.js';
import { DraftSteps } from '../drafts/draft-steps.js';
import type { NewOpinionDto } from './tender-actions.dto.js';
import { touchTender } from '../lots/lot-moves.js';

/** What is written of a tender beside its draft: opinions that were heard, and who acts for the buyer. */
@Injectable()
export class TenderDesk {
  constructor(
    private readonly transactions: Transactions,
    private readonly references: DocumentReferences,
    private readonly steps: DraftSteps,
  ) {}

  /** Opinions are asked for while it can still be changed. */
  addOpinion(principal: Principal, id: string, dto: NewOpinionDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const tender = await lockConductedTender(tx, id, undefined);
      const permissions = await assertTenderPermission(tx, 'tender.draft', tender);
      if (!['draft', 'in_review', 'planned', 'intent_published'].includes(tender.state))
        throw refuseInState(tenderLifecycle, tender.state, 'add_opinion', { permissions });
      mustHaveBeenHeld(dto.heldOn, todayInShanghai(await tx.now()));
      mustBeComplete(dto);
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO tender_opinion (tender_id, kind, held_on, participants, summary, recorded_at, recorded_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
        [id, dto.kind, dto.heldOn, dto.participants ?? null, dto.summary, await tx.now(), principal.id],
      );
      await this.references.refer(tx, toScope(principal), 'tender', id, dto.documents ?? [], '/documents');
      await touchTender(tx, id);
      await tx.record({
        ...toTenderChange(tender),
        action: 'opinion_recorded',
        data: { opinion: row?.id, kind: dto.kind, participants: dto.participants ?? null },
      });
    });
  }

  /** Law article 19: the buyer chooses the agent; an agent acts for the buyer only while it is mandated. */
  mandate(principal: Principal, id: string, version: number, agent: string | null): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const tender = await lockConductedTender(tx, id, version);
      const permissions = await assertTenderPermission(tx, 'tender.manage', tender);
      if (['contracted', 'failed', 'cancelled'].includes(tender.state))
        throw refuseInState(tenderLifecycle, tender.state, 'mandate', { permissions });
      if (agent === tender.agent_id) return;
      if (agent !== null) {
        const rows = await tx.query(
          `SELECT FROM organisation WHERE id = $1 AND dataset = $2 AND kind = 'agent' AND state = 'active'`,
          [agent, tender.dataset],
        );
        if (rows.length === 0)
          throw Problem.ofField('not_found', '/agent', { en: 'There is no such agent', zh: '没有这个代理机构' });
      }
      await tx.query(
        `UPDATE tender SET agent_id = $2, version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
        [id, agent],
      );
      await this.steps.runMandateSteps(tx, id, agent);
      const after = { ...tender, agent_id: agent };
      const both = [...toTenderChange(tender).tenants, ...toTenderChange(after).tenants];
      await tx.record({
        ...toTenderChange(after),
        tenants: [...new Set(both)],
        action: 'mandated',
        data: { from: tender.agent_id, to: agent },
      });
    });
  }
}

/**
 * Regulation article 15 II, Caiku [2021] 22: an opinion of the public, and a survey of suppliers, is one of somebody. Without
 * them it would be refused or warned of only once the draft is approved.
 */
function mustBeComplete({ kind, participants }: NewOpinionDto): void {
  if ((kind !== 'public' && kind !== 'survey') || (participants ?? 0) > 0) return;
  throw Problem.ofField('opinion_incomplete', '/participants', { en: 'How many took part', zh: '请填写参与人数' });
}

/** An opinion is recorded once it was given. */
function mustHaveBeenHeld(on: string, today: string): void {
  if (on <= today) return;
  const text = { en: 'This day has not come yet', zh: '该日期尚未到来' };
  throw new Problem('dated_in_future', { errors: [{ pointer: '/heldOn', code: 'dated_in_future', text }] });
}
