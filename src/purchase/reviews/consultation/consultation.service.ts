import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { invalid } from '../../../kernel/http/validation.js';
import { asMember, asParty } from '../open-review.js';
import { leastSuppliers, ReviewDesk } from '../review.desk.js';
import { exclude, leftWithout, suppliersOf } from './consultation.exclusion.js';
import type {
  ConfirmRequirementDto,
  FinalOffersRequestDto,
  RefuseRequirementDto,
  RequirementChangeDto,
} from './consultation.dto.js';
import { openResponses, ROUND } from './consultation.facts.js';
import { call } from './final-offers/final-offer.calls.js';

/** The talks of a panel with every supplier, from their beginning to the request for final offers. */
@Injectable()
export class ConsultationService {
  constructor(private readonly desk: ReviewDesk) {}

  begin(principal: Principal, tender: string, version: number, lot: number): Promise<void> {
    return this.desk.step(principal, tender, lot, version, async (tx, found) => {
      const open = asMember(found);
      await this.desk.enterLot(tx, open, 'begin_consultation');
      await this.desk.moveLot(tx, open, 'begin_consultation', 'in_consultation');
    });
  }

  /** [2014] 214 article 20: a body of this form can name nothing but the requirement and the draft of the contract. */
  propose(principal: Principal, tender: string, version: number, dto: RequirementChangeDto): Promise<void> {
    return this.desk.step(principal, tender, dto.lot, version, async (tx, found) => {
      const open = asMember(found);
      const { requirement = null, standards = null, contractTerms = null, reason } = dto;
      if (requirement === null && standards === null && contractTerms === null)
        throw invalid('/requirement', 'required', { en: 'Say what changes', zh: '请说明变动内容' });
      await this.desk.enterLot(tx, open, 'change_requirement', { reason });
      const [change] = await tx.query<{ id: string; no: number }>(
        `INSERT INTO requirement_change (lot_id, round, no, requirement, standards, contract_terms, reason, proposed_at, proposed_by)
         SELECT $1, ${ROUND}, coalesce(max(no), 0) + 1, $2, $3::jsonb, $4, $5, $6, $7
         FROM requirement_change WHERE lot_id = $1 AND round = ${ROUND}
         RETURNING id, no`,
        [
          open.lot.id,
          requirement,
          standards && JSON.stringify(standards),
          contractTerms,
          reason,
          await tx.now(),
          principal.id,
        ],
      );
      await this.desk.moveLot(tx, open, 'change_requirement', open.lot.state, { change: change?.id }, { reason });
    });
  }

  /** The buyer's representative confirms; from that instant every supplier reads the same text, and answers anew. */
  confirm(principal: Principal, tender: string, version: number, dto: ConfirmRequirementDto): Promise<void> {
    return this.desk.step(principal, tender, dto.lot, version, async (tx, found) => {
      const open = asParty(found, 'tender.manage');
      const { respondBy } = dto;
      await this.desk.enterLot(tx, open, 'confirm_requirement', { answerBy: { at: respondBy, pointer: '/respondBy' } });
      const [change] = await tx.query<{ id: string }>(
        `UPDATE requirement_change SET state = 'confirmed', decided_at = $2, decided_by = $3, respond_by = $4
         WHERE lot_id = $1 AND round = ${ROUND} AND state = 'proposed' RETURNING id`,
        [open.lot.id, await tx.now(), principal.id, respondBy],
      );
      const data = { change: change?.id, respondBy };
      await this.desk.moveLot(tx, open, 'confirm_requirement', open.lot.state, data, { told: suppliersOf(open) });
    });
  }

  refuse(principal: Principal, tender: string, version: number, dto: RefuseRequirementDto): Promise<void> {
    return this.desk.step(principal, tender, dto.lot, version, async (tx, found) => {
      const open = asParty(found, 'tender.manage');
      const { reason } = dto;
      await this.desk.enterLot(tx, open, 'refuse_requirement', { reason });
      const [change] = await tx.query<{ id: string }>(
        `UPDATE requirement_change SET state = 'refused', decided_at = $2, decided_by = $3, decision_reason = $4
         WHERE lot_id = $1 AND round = ${ROUND} AND state = 'proposed' RETURNING id`,
        [open.lot.id, await tx.now(), principal.id, reason],
      );
      await this.desk.moveLot(tx, open, 'refuse_requirement', open.lot.state, { change: change?.id }, { reason });
    });
  }

  /**
   * [2014] 214 article 21: of all suppliers that answered in substance. Who did not answer the last change did not. Two go
   * on; one ends it ([2015] 124). The panel asks, not one of it: once most of its members call for the same moment. Until then
   * it is that member's own word.
   */
  requestFinalOffers(principal: Principal, tender: string, version: number, dto: FinalOffersRequestDto): Promise<void> {
    return this.desk.step(principal, tender, dto.lot, version, async (tx, found) => {
      const open = asMember(found);
      const { deadlineAt } = dto;
      const answerBy = { at: deadlineAt, pointer: '/deadlineAt' };
      await this.desk.enterLot(tx, open, 'request_final_offers', { deadlineAt, answerBy });
      await this.desk.enterReview(tx, open, 'find');
      const isAgreed = await call(tx, open, deadlineAt);
      const own = { member: open.me.id, stage: 'final_offers' };
      await this.desk.moveReview(tx, open, 'find', open.review.state, { data: own, secret: true });
      if (!isAgreed) return;
      const silent = (await openResponses(tx, open.lot.id)).map(({ bid }) => bid);
      await exclude(
        tx,
        this.desk,
        open,
        silent.map((bid) => ({ bid, ground: 'no_response' })),
      );
      const left = leftWithout(open, silent);
      const goesOn = left >= leastSuppliers(open);
      if (goesOn) await tx.query(`UPDATE lot SET final_deadline_at = $2 WHERE id = $1`, [open.lot.id, deadlineAt]);
      const to = goesOn ? 'final_offers_requested' : 'failed';
      await this.desk.moveLot(tx, open, 'request_final_offers', to, { left, ...(goesOn && { deadlineAt }) });
    });
  }
}
