import { action } from '../../../../kernel/actions/action.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import { invalid } from '../../../../kernel/http/validation.js';
import { resetChecks, resumeFinalOffers } from '../../../reviews/repeated/repeated-review.js';
import { leastSuppliers } from '../../../reviews/suppliers-left/least-suppliers.rules.js';
import type { ConductedMethod } from '../../../tenders/conducted/issue.rules.js';
import type { LotStateHere } from '../../../tenders/lots/lot-states.js';
import { invalidateAward } from '../../award-moves.js';
import { loadOwedRemedies } from '../../ending-guards.js';
import { recordApplication, type OwedRemedy } from '../../remedies/remedy-application.js';
import { readResult } from '../../results/open-result.js';
import { awaitNewDecision } from '../../results/result-desk.js';
import { ApplyRemedyDto, LotRemedyDto } from '../lot-action.dto.js';
import { closeEndedLot } from '../lot-ending.js';
import { lotSubject } from '../lot.subject.js';
import type { LockedLot } from '../locked-lot.js';

/** The remedy that the request names; the guard has asked for it. */
const findRemedy = (owed: readonly OwedRemedy[], id: string | undefined): OwedRemedy =>
  owed.find((each) => each.id === id) as OwedRemedy;

/**
 * What a decision on a complaint, or an upheld challenge, makes of a lot (Order 94 articles 16, 31 and 32): the next
 * candidate where one may be awarded and enough qualified suppliers are left, else the purchase begins anew and this lot
 * has failed. Its award is invalid either way.
 */
const apply = (name: 'apply_remedy' | 'apply_remedy_after_contract', summary: { en: string; zh: string }) =>
  action(lotSubject, name, ApplyRemedyDto, {
    operationId: name === 'apply_remedy' ? 'applyRemedy' : 'applyRemedyAfterContract',
    summary,
    needs: { loadOwedRemedies },
    async effect({ tx, root, given }, { loadOwedRemedies: owed }) {
      const remedy = findRemedy(owed, given.remedy);
      const effect = decideEffect(remedy.effect, given.effect);
      const data = { remedy: remedy.id, effect };
      // A lot that is reviewed or contracted tells what is left of its report once its award is out.
      await invalidateAward(tx, root.tender, root, given.reason, effect);
      const goesOn = effect === 'next_rank' && (await leavesEnough(tx, root));
      if (!goesOn) return { to: 'failed' as const, data, public: true };
      await awaitNewDecision(tx, root.id);
      return { to: 'reviewed' as const, data };
    },
    async after({ tx, root, given, today }, _, { loadOwedRemedies: owed }, { to }) {
      if (to === 'failed') await closeEndedLot(tx, root, { to: 'failed', reason: given.reason, today });
      const remedy = findRemedy(owed, given.remedy);
      await recordApplication(tx, remedy, [root.id], decideEffect(remedy.effect, given.effect));
    },
  });

export const applyRemedy = apply('apply_remedy', {
  en: 'Carry out what was upheld about a lot before its contract',
  zh: '落实已成立的质疑或投诉（合同签订前）',
});

export const applyRemedyAfterContract = apply('apply_remedy_after_contract', {
  en: 'Carry out what was upheld about a lot whose contract was rescinded',
  zh: '合同撤销后落实已成立的质疑或投诉',
});

/** What follows on this lot: what was decided, else what the buyer chooses. */
function decideEffect(decided: string | null, chosen: ApplyRemedyDto['effect']): 'next_rank' | 'new_round' {
  if (decided === 'redo' || decided === 'new_round') return 'new_round';
  if (decided === 'next_rank') return 'next_rank';
  if (chosen === undefined)
    throw invalid('/effect', 'required', {
      en: 'The next candidate, from the result on, or a new round',
      zh: '请说明另行确定成交供应商（仅限结果公告后）或者重新采购',
    });
  return chosen;
}

/** Order 94 article 32 (2): of those that are left, as many as the law asks for. */
async function leavesEnough(tx: Tx, root: LockedLot): Promise<boolean> {
  const { candidates, today } = await readResult(tx, root.tender, root);
  const left = new Set(candidates.filter(({ stands }) => stands).map(({ bidder }) => bidder));
  return left.size >= leastSuppliers({ method: root.tender.method as ConductedMethod, today });
}

/**
 * Where a lot goes on: with its report the decision is made anew; with its final offers another panel scores them; what
 * ended before is looked at anew from the opening.
 */
function findRestoredState(ended: LotStateHere | null): 'reviewed' | 'final_offers_in' | 'opened' {
  if (ended === 'reviewed' || ended === 'confirmed' || ended === 'result_published') return 'reviewed';
  return ended === 'final_offers_in' ? 'final_offers_in' : 'opened';
}

/** Order 94 article 32: the failure was declared unlawfully. */
export const annulFailure = action(lotSubject, 'annul_failure', LotRemedyDto, {
  operationId: 'annulFailure',
  summary: { en: 'Undo the failure of a lot that was declared unlawfully', zh: '撤销违法作出的废标决定' },
  needs: { loadOwedRemedies },
  async effect({ tx, root, given }, { loadOwedRemedies: owed }) {
    const to = findRestoredState(root.endedFrom);
    if (to === 'reviewed') await awaitNewDecision(tx, root.id);
    return { to, data: { remedy: findRemedy(owed, given.remedy).id }, public: true };
  },
  async after({ tx, root, given }, _, { loadOwedRemedies: owed }, { to }) {
    const { tender } = root;
    const why = { ground: 'annul_failure', reason: given.reason };
    if (to === 'opened') await resetChecks(tx, tender, root, why);
    if (to === 'final_offers_in') await resumeFinalOffers(tx, tender, root, why);
    await recordApplication(tx, findRemedy(owed, given.remedy), [root.id], 'annul_failure');
  },
});
