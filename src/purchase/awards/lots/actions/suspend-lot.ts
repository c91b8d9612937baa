import { action } from '../../../../kernel/actions/action.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import { ReasonDto } from '../../../../people/accounts/reason.dto.js';
import { beginSpell } from '../../../tenders/oversight/suspension.js';
import { readResult } from '../../results/open-result.js';
import { ResultClock } from '../../results/result-clock.js';
import { restartConfirmation } from '../../results/result-desk.js';
import { SuspendLotDto } from '../lot-action.dto.js';
import { lotSubject } from '../lot.subject.js';
import type { LockedLot } from '../locked-lot.js';
import { prolongReview } from '../../../reviews/review-moves.js';
import type { LotStateHere } from '../../../tenders/lots/lot-states.js';
import { prolongFinalOffers, updateLot } from '../../../tenders/lots/lot-moves.js';

/** Law article 57: from the deadline on, lot by lot. Its table then knows one way: out of the suspension. */
export const suspendLot = action(lotSubject, 'suspend', SuspendLotDto, {
  operationId: 'suspendLot',
  summary: { en: 'Suspend a lot while a complaint is dealt with', zh: '处理投诉期间暂停采购包' },
  async effect({ tx, root, given: { remedy, notice, days } }) {
    const from = await beginSpell(tx, { remedy, notice, days }, [root.id]);
    await updateLot(tx, root.id, { suspensionCountsFrom: from });
    return { data: { remedy, notice, days }, public: true };
  },
});

/** Restores the state before. What had its own hours to run has as many again: an explanation, the buyer's confirmation. */
export async function restoreLot(tx: Tx, root: LockedLot, clock: ResultClock): Promise<LotStateHere> {
  const to = root.suspendedFrom ?? 'closed';
  const now = await tx.now();
  await prolongReview(tx, root.id, root.suspendedAt, now);
  await prolongFinalOffers(tx, root.id, root.suspendedAt, now);
  if (to === 'reviewed') {
    await restartConfirmation(tx, root.id);
    await clock.refresh(tx, await readResult(tx, root.tender, { ...root, state: to }));
  }
  return to;
}

const resume = (name: 'resume' | 'resume_after_limit', operationId: string, summary: { en: string; zh: string }) =>
  action(lotSubject, name, ReasonDto, {
    operationId,
    summary,
    uses: { clock: ResultClock },
    effect: async ({ tx, root }, _, { clock }) => ({ to: await restoreLot(tx, root, clock), public: true }),
  });

export const resumeLot = resume('resume', 'resumeLot', { en: 'Resume a suspended lot', zh: '恢复采购包' });
export const resumeLotAfterLimit = resume('resume_after_limit', 'resumeLotAfterLimit', {
  en: 'Resume a lot whose suspension has lasted as long as the law allows',
  zh: '暂停期限届满，恢复采购包',
});
