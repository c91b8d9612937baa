import { action } from '../../../../kernel/actions/action.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { invalidateAward } from '../../award-moves.js';
import { loadOwedRemedies } from '../../ending-guards.js';
import { recordApplication, type OwedRemedy } from '../../remedies/remedy-application.js';
import { EndByDecisionDto, EndLotDto } from '../lot-action.dto.js';
import { closeEndedLot } from '../lot-ending.js';
import { getReason, withProposal, type LotGiven } from '../lot-proposals.js';
import { lotSubject } from '../lot.subject.js';
import type { LockedLot } from '../locked-lot.js';

interface Asked {
  root: LockedLot;
  action: string;
  given: LotGiven;
}

/** The decision that ends the lot, where that is its ground. */
function findDecision(asked: Asked, owed: readonly OwedRemedy[]): OwedRemedy | undefined {
  const { ground, remedy } = withProposal(asked);
  return ground === 'remedy_decision' ? owed.find(({ id }) => id === remedy) : undefined;
}

/** What is carried out by the end of the lot; a challenge leaves a new round, and so does the rescission of other lots' contracts. */
const getEffect = (decision: OwedRemedy | undefined): string => {
  const effect = decision?.effect ?? 'new_round';
  return effect === 'rescind_contract' ? 'new_round' : effect;
};

/**
 * Fails or cancels a lot. By a decision on a remedy its award is invalid, as when the decision is carried out otherwise, and
 * the decision is carried out with it.
 */
const endLot = (name: 'fail' | 'cancel', to: 'failed' | 'cancelled', summary: { en: string; zh: string }) =>
  action(lotSubject, name, EndLotDto, {
    operationId: `${name}Lot`,
    summary,
    needs: { loadOwedRemedies },
    async effect(asked, facts) {
      const { tx, root } = asked;
      // Two officers are not the buyer's decision: what another has proposed is approved.
      if (root.awarded && !root.held.has('tender.approve')) throw new Problem('not_permitted');
      const { ground, reference } = withProposal(asked);
      const decision = findDecision(asked, facts.loadOwedRemedies);
      if (decision) await invalidateAward(tx, root.tender, root, getReason(asked), getEffect(decision));
      const data = { ground, ...(reference !== undefined && { reference }), ...(decision && { remedy: decision.id }) };
      return { data, public: true };
    },
    async after(asked, _, facts) {
      const { tx, root, today } = asked;
      await closeEndedLot(tx, root, { to, reason: getReason(asked), today });
      const decision = findDecision(asked, facts.loadOwedRemedies);
      if (decision) await recordApplication(tx, decision, [root.id], getEffect(decision));
    },
  });

export const failLot = endLot('fail', 'failed', { en: 'Fail a lot on a legal ground', zh: '废标（采购包）' });
export const cancelLot = endLot('cancel', 'cancelled', { en: 'Cancel a lot on a legal ground', zh: '终止采购包' });

export const endLotByDecision = action(lotSubject, 'end_by_decision', EndByDecisionDto, {
  operationId: 'endLotByDecision',
  summary: { en: 'End a suspended lot as a decision on a remedy says', zh: '依处理决定终结已暂停的采购包' },
  needs: { loadOwedRemedies },
  async effect({ tx, root, given }, { loadOwedRemedies: owed }) {
    const decision = owed.find(({ id }) => id === given.remedy);
    await invalidateAward(tx, root.tender, root, given.reason, getEffect(decision));
    return { to: given.outcome ?? 'failed', data: { remedy: given.remedy }, public: true };
  },
  async after({ tx, root, given, today }, _, { loadOwedRemedies: owed }) {
    await closeEndedLot(tx, root, { to: given.outcome ?? 'failed', reason: given.reason, today });
    const decision = owed.find(({ id }) => id === given.remedy);
    if (decision) await recordApplication(tx, decision, [root.id], getEffect(decision));
  },
});
