import { compareMoments } from '../../kernel/clock/moment.js';
import type { LotFacts } from '../facts/fact-types.js';
import type { HandedIn } from '../facts/handed-in-facts.js';
import type { Evidence, Reason } from '../runs/assessment-types.js';
import { clear, findDispute, insufficient, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy } from '../rules/policy.rules.js';
import { listStandingBids } from '../rules/bids/shared-marks.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/**
 * C15: a bid that came in after the deadline and was taken all the same. Of bids handed in here the door itself refuses it. Its
 * basis is a choice of ours: no row of the law as data speaks of late bids, and article 37 of Order 87 names them among no sign.
 */
export const C15: Indicator<'lot'> = {
  id: 'C15',
  version: 1,
  severity: 'risk',
  family: 'rigging',
  facts: 'lot',
  subjectTypes: ['lot'],
  ...TEXTS.C15,
  parameters: [policy('lateBids', 0, 'bid')],
  basis: {
    kind: 'POLICY',
    document: 'Open Contracting Partnership, Red flags in public procurement (2024)',
    article: 'R030',
  },
  uses: ['method', 'bidCount', 'deadline', 'handedIn', 'withdrawn', 'winners'] satisfies FieldOf<'lot'>[],
  timed: false,
  evaluate(facts) {
    const { method, bidCount, conflicts, deadline } = facts;
    if (method === 'SINGLE_SOURCE') return notApplicable({ code: 'single_source' });
    if (bidCount === 0) return notApplicable({ code: 'no_bids' });
    const bids = listStandingBids(facts).filter(({ status }) => status !== 'rejected');
    if (bids.length > 0 && bids.every(({ here }) => here)) return clear({ ...NONE, explanation: REFUSED_HERE });
    const quarrel = findDispute(conflicts, ['deadline', 'bids', 'statuses', 'receipts']);
    if (quarrel !== null) return insufficient(quarrel);
    if (deadline === null) return insufficient({ missing: ['deadline'] });
    const late = bids.filter(({ received }) => isLate(received.standing, deadline.value));
    const accepted = late.filter((bid) => isAccepted(bid, facts));
    const evidence = late.flatMap(toEvidence);
    const due = { record: deadline.record, field: 'deadline', value: deadline.value };
    if (accepted.length > 0)
      return triggerFinding({
        ...NONE,
        value: String(accepted.length),
        evidence: [due, ...accepted.flatMap(toEvidence)],
        explanation: {
          en: `${accepted.length} of ${bids.length} bids came in after the deadline and was not rejected, by what was recorded. An instant may have been recorded wrongly: the book of receipts settles it.`,
          zh: `按已记录的时间，${bids.length} 份响应文件中有 ${accepted.length} 份在截止时间之后收到而未被拒收。时间也可能记录有误，以签收记录为准。`,
        },
      });
    if (late.length > 0) return insufficient({ missing: ['statuses'] }, [due, ...evidence]);
    const gap = findGap(facts, bids);
    if (gap !== null) return insufficient(gap);
    return clear({
      ...NONE,
      evidence: [due],
      explanation: {
        en: `All ${bids.length} bids that stand came in before the deadline.`,
        zh: `${bids.length} 份有效的响应文件均在截止时间之前收到。`,
      },
    });
  },
};

const NONE = { value: '0', threshold: '0', unit: 'bid' as const, evidence: [] as Evidence[] };
const REFUSED_HERE = {
  en: 'The bids were handed in to this system, which takes none after the deadline.',
  zh: '响应文件均提交至本系统，截止时间之后系统不予接收。',
};

const isLate = (received: string | null, deadline: string): boolean =>
  received !== null && compareMoments(received, deadline) === 'after';

/** It won, was ranked or scored, or was called valid: it was taken. */
const isAccepted = ({ key, status, rank, score }: HandedIn, { winners }: LotFacts): boolean =>
  status === 'valid' || rank !== null || score.total !== null || winners?.includes(key) === true;

/** Whether each bid is known to have come in by the deadline. */
function findGap({ bidCount, withdrawn, deadline, handedIn }: LotFacts, bids: readonly HandedIn[]): Reason | null {
  if (bids.length === 0) return { missing: ['bids'] };
  if (bids.some(({ received }) => received.standing === null)) return { missing: ['receipts'] };
  const due = deadline?.value ?? '';
  if (bids.some(({ received }) => compareMoments(received.standing ?? '', due) === 'unknown'))
    return { code: 'precision', fields: ['deadline', 'receipts'] };
  if (bidCount === null) return { missing: ['bidCount'] };
  const listed = handedIn.filter(({ status }) => status !== 'withdrawn').length;
  return listed + withdrawn < bidCount ? { missing: ['bids'] } : null;
}

const toEvidence = ({ record, received }: HandedIn): Evidence[] =>
  received.standing === null ? [] : [{ record, field: 'receivedAt', value: received.standing }];
