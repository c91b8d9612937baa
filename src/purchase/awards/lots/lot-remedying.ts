import type { Tx } from '../../../kernel/database/transactions.js';
import { invalid } from '../../../kernel/http/validation.js';
import { resetChecks, resumeFinalOffers } from '../../reviews/repeated-review.js';
import { leastSuppliers } from '../../reviews/review.desk.js';
import type { ConductedMethod } from '../../tenders/conducted/issue.rules.js';
import type { LotStateHere } from '../../tenders/lots/lot.states.js';
import { invalidateAward } from '../award.moves.js';
import type { LotActionDto } from './lot-action.dto.js';
import { endLot } from './lot-ending.js';
import { moveLot, type HeldTenderLot } from './lot-root.js';
import { readResult } from '../results/open-result.js';
import { applied, owedRemedies } from '../remedies/remedy-application.js';
import { awaitNewDecision } from '../results/result-desk.js';

export type AppliedEffect = 'next_rank' | 'new_round';

/**
 * What a decision on a complaint, or an upheld challenge, makes of a lot (Order 94 articles 16, 31 and 32): the next
 * candidate where one may be awarded and enough qualified suppliers are left, else the purchase begins anew and this lot
 * has failed. Its award is invalid either way.
 */
export async function applyRemedy(
  tx: Tx,
  held: HeldTenderLot,
  action: 'apply_remedy' | 'apply_remedy_after_contract',
  given: LotActionDto,
): Promise<void> {
  const { tender, lot } = held;
  const owed = (await owedRemedies(tx, lot.id)).find(({ id }) => id === given.remedy);
  if (!owed) return;
  const effect = effectOf(owed.effect, lot.state, given);
  const reason = given.reason ?? '';
  const data = { remedy: owed.id, effect };
  // A lot that is reviewed or contracted tells what is left of its report once its award is out.
  await invalidateAward(tx, tender, lot, reason);
  if (effect === 'next_rank' && (await leavesEnough(tx, held))) {
    await moveLot(tx, held, { action, to: 'reviewed', reason, data });
    await awaitNewDecision(tx, lot.id);
  } else await endLot(tx, held, { action, to: 'failed', reason, data });
  await applied(tx, owed, [lot.id], effect);
}

/** From the result on another candidate may follow; before it nobody was chosen, and the purchase begins anew. */
function effectOf(decided: string | null, state: LotStateHere, { effect }: LotActionDto): AppliedEffect {
  if (decided === 'redo' || decided === 'new_round') return 'new_round';
  if (decided === 'next_rank') return 'next_rank';
  const after = state === 'result_published' || state === 'contracted';
  if (effect === undefined || (effect === 'next_rank' && !after))
    throw invalid('/effect', effect === undefined ? 'required' : 'not_allowed_value', {
      en: 'The next candidate, from the result on, or a new round',
      zh: '请说明另行确定成交供应商（仅限结果公告后）或者重新采购',
    });
  return effect;
}

/** Order 94 article 32 (2): of those that are left, as many as the law asks for. */
async function leavesEnough(tx: Tx, { tender, lot }: HeldTenderLot): Promise<boolean> {
  const { candidates, today } = await readResult(tx, tender, lot);
  const left = new Set(candidates.filter(({ stands }) => stands).map(({ bidder }) => bidder));
  return left.size >= leastSuppliers({ method: tender.method as ConductedMethod, today });
}

/**
 * Where a lot goes on: with its report the decision is made anew; with its final offers another panel scores them; what
 * ended before is looked at anew from the opening.
 */
function restored(ended: LotStateHere | null): 'reviewed' | 'final_offers_in' | 'opened' {
  if (ended === 'reviewed' || ended === 'confirmed' || ended === 'result_published') return 'reviewed';
  return ended === 'final_offers_in' ? 'final_offers_in' : 'opened';
}

/** Order 94 article 32: the failure was declared unlawfully. */
export async function annulFailure(tx: Tx, held: HeldTenderLot, { remedy, reason }: LotActionDto): Promise<void> {
  const { tender, lot } = held;
  const owed = (await owedRemedies(tx, lot.id)).find(({ id }) => id === remedy);
  if (!owed) return;
  const to = restored(lot.ended_from);
  await moveLot(tx, held, { action: 'annul_failure', to, reason, data: { remedy: owed.id }, public: true });
  if (to === 'reviewed') await awaitNewDecision(tx, lot.id);
  const why = { ground: 'annul_failure', reason: reason ?? '' };
  if (to === 'opened') await resetChecks(tx, tender, lot, why);
  if (to === 'final_offers_in') await resumeFinalOffers(tx, tender, lot, why);
  await applied(tx, owed, [lot.id], 'annul_failure');
}
