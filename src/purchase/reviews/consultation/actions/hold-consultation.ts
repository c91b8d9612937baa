import { action } from '../../../../kernel/actions/action.js';
import { leastSuppliers } from '../../suppliers-left/least-suppliers.rules.js';
import { asMember } from '../../open-review.js';
import { LotDto } from '../../review.dto.js';
import { lotReviewSubject } from '../../review.subject.js';
import { enterFinding, tellFinding } from '../../scoring/member-findings.js';
import { exclude, countRemainingSuppliers } from '../consultation-exclusion.js';
import { FinalOffersRequestDto } from '../consultation.dto.js';
import { openResponses } from '../consultation-facts.js';
import { call } from '../final-offers/final-offer-calls.js';
import { updateLot } from '../../../tenders/lots/lot-moves.js';

export const beginConsultation = action(lotReviewSubject, 'begin_consultation', LotDto, {
  operationId: 'beginConsultation',
  summary: { en: 'Begin the talks with every supplier whose bid is valid', zh: '与全部有效供应商开始磋商' },
});

/**
 * [2014] 214 article 21: of all suppliers that answered in substance. Who did not answer the last change did not. Two go
 * on; one ends it ([2015] 124). The panel asks, not one of it: once most of its members call for the same moment. Until then
 * it is that member's own word.
 */
export const requestFinalOffers = action(lotReviewSubject, 'request_final_offers', FinalOffersRequestDto, {
  operationId: 'requestFinalOffers',
  summary: {
    en: 'Call for the final offers of all suppliers that are left, by one deadline; once most members do they are asked for, or one left: the lot fails',
    zh: '以同一截止时间要求全部在场供应商提交最后报价；过半数成员要求后发出，仅余一家时该包终止',
  },
  async effect(situation) {
    const { tx, root, given } = situation;
    const { deadlineAt } = given;
    await enterFinding(situation);
    const isAgreed = await call(tx, asMember(root), deadlineAt);
    await tellFinding(situation, 'final_offers');
    if (!isAgreed) return { made: {} };
    const silent = (await openResponses(tx, root.id)).map(({ bid }) => bid);
    await exclude(
      tx,
      root,
      silent.map((bid) => ({ bid, ground: 'no_response' })),
    );
    const left = countRemainingSuppliers(root, silent);
    if (left < leastSuppliers(root)) return { to: 'failed', data: { left }, public: true };
    await updateLot(tx, root.id, { finalDeadlineAt: new Date(deadlineAt) });
    return { to: 'final_offers_requested', data: { left, deadlineAt } };
  },
});
