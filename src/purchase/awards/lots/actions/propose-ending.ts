import type { Tx } from '../../../../kernel/database/transactions.js';
import { action, type Outcome, type Situation } from '../../../../kernel/actions/action.js';
import { ProposeEndingDto, RepeatReviewDto } from '../lot-action.dto.js';
import { deriveOutcome, type LotGiven, type LotProposal } from '../lot-proposals.js';
import { lotSubject, type LockedLot } from '../lot.subject.js';
import { updateLot } from '../../../tenders/lots/lot-moves.js';

/** One person says what the lot is to come to; another decides it, as long as the lot has not gone on. */
async function propose(asked: Situation<LockedLot, LotGiven>): Promise<Outcome<LockedLot>> {
  const { root, given, now, tx } = asked;
  const { ground = '', reason = '', reference, remedy, barred } = given;
  const data = {
    outcome: deriveOutcome(asked) ?? 'failed',
    ground,
    ...(reference !== undefined && { reference }),
    ...(remedy !== undefined && { remedy }),
    ...(barred !== undefined && { barred }),
  };
  await storeProposal(tx, root.id, { ...data, reason, at: now.toISOString(), by: tx.principal.id ?? '' });
  return { data };
}

const storeProposal = (tx: Tx, lot: string, proposal: LotProposal): Promise<unknown> =>
  updateLot(tx, lot, { ending: proposal });

export const proposeLotEnding = action(lotSubject, 'propose_ending', ProposeEndingDto, {
  operationId: 'proposeLotEnding',
  summary: { en: 'Propose the end of a lot, which another person decides', zh: '提出终结采购包，由他人决定' },
  effect: propose,
});

export const proposeLotRepetition = action(lotSubject, 'propose_repetition', RepeatReviewDto, {
  operationId: 'proposeLotRepetition',
  summary: { en: 'Propose another review of a lot, which another person orders', zh: '提出重新评审，由他人决定' },
  effect: propose,
});
