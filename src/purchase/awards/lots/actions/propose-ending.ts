import type { Tx } from '../../../../kernel/database/transactions.js';
import { action, type Outcome, type Situation } from '../../../../kernel/actions/action.js';
import { ProposeEndingDto, RepeatReviewDto } from '../lot-action.dto.js';
import { deriveOutcome, type LotGiven } from '../lot-proposals.js';
import type { LotProposal } from '../locked-lot.js';
import { lotSubject } from '../lot.subject.js';
import type { LockedLot } from '../locked-lot.js';
import type { PlainDate } from '../../../../kernel/clock/plain-date.js';
import { loadCalendar } from '../../../../law/calendars/calendar-store.js';
import { computeLeastHearing } from '../../../tenders/oversight/hearing.rules.js';
import { loadWinners } from '../lot-hearing.js';
import { updateLot } from '../../../tenders/lots/lot-moves.js';

/** One person says what the lot is to come to; another decides it, as long as the lot has not gone on. */
async function propose(
  asked: Situation<LockedLot, LotGiven>,
  hearing: { hearUntil?: PlainDate; tenants?: string[] } = {},
): Promise<Outcome<LockedLot>> {
  const { root, given, now, tx } = asked;
  const { ground = '', reason = '', reference, remedy, barred } = given;
  const data = {
    outcome: deriveOutcome(asked) ?? 'failed',
    ground,
    ...(reference !== undefined && { reference }),
    ...(remedy !== undefined && { remedy }),
    ...(barred !== undefined && { barred }),
    ...(hearing.hearUntil && { hearUntil: hearing.hearUntil }),
  };
  await storeProposal(tx, root.id, { ...data, reason, at: now.toISOString(), by: tx.principal.id ?? '' });
  return { data, ...(hearing.tenants && { tenants: hearing.tenants }) };
}

const storeProposal = (tx: Tx, lot: string, proposal: LotProposal): Promise<unknown> =>
  updateLot(tx, lot, { ending: proposal });

export const proposeLotEnding = action(lotSubject, 'propose_ending', ProposeEndingDto, {
  operationId: 'proposeLotEnding',
  summary: {
    en: 'Propose the end of a lot: its winners are heard, and another person decides',
    zh: '提出终结采购包：听取中标（成交）供应商意见，由他人决定',
  },
  needs: { loadWinners, loadCalendar },
  effect(asked, { loadWinners: winners, loadCalendar: calendar }) {
    // Who decided a remedy has heard them.
    if (winners.length === 0 || asked.given.ground === 'remedy_decision') return propose(asked);
    const hearUntil = asked.given.hearUntil ?? computeLeastHearing(undefined, asked.today, calendar);
    return propose(asked, { hearUntil, tenants: winners.map(({ supplier }) => supplier) });
  },
});

export const proposeLotRepetition = action(lotSubject, 'propose_repetition', RepeatReviewDto, {
  operationId: 'proposeLotRepetition',
  summary: { en: 'Propose another review of a lot, which another person orders', zh: '提出重新评审，由他人决定' },
  effect: (asked) => propose(asked),
});
