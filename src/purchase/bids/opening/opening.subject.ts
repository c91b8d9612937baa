import { guard, subject, type Fact, type Root } from '../../../kernel/actions/action.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { guardSecondPerson } from '../../../people/accounts/second-person.js';
import {
  settleTenderClock,
  lockReachableTender,
  type ConductedTender,
} from '../../tenders/conducted/conducted-tender.js';
import type { ProblemDetails } from '../../../kernel/errors/problem.js';
import { getRule } from '../../../law/rules/rule-book.js';
import { findCalledMoment } from '../../tenders/conducted/opening-moment.js';
import { toRuleRefusal } from '../../tenders/conducted/issue.rules.js';
import { lotLifecycle } from '../../tenders/lots/lot.lifecycle.js';
import type { LotStateHere } from '../../tenders/lots/lot-states.js';
import { toTenderChange } from '../../tenders/open-tender.js';
import { Tender } from '../../tenders/tender.entity.js';
import type { OpenBidsDto } from './opening.dto.js';
import { touchTender } from '../../tenders/lots/lot-moves.js';

/** A tender under its lock whose lots are opened together. Its state here is that of the lots that wait for it. */
export interface TenderToOpen extends Root<LotStateHere> {
  tender: ConductedTender;
}

/** Closed as soon as one lot waits for its opening, else as far as the first lot is: the table then refuses. */
async function lotsState(tx: Tx, tender: string): Promise<LotStateHere> {
  const lots = await tx.query<{ state: LotStateHere | null }>(
    `SELECT CASE WHEN l.state = 'open' AND business_now() > t.deadline_at THEN 'closed' ELSE l.state END AS state
     FROM lot l JOIN tender t ON t.id = l.tender_id WHERE t.id = $1 ORDER BY l.no`,
    [tender],
  );
  return lots.some(({ state }) => state === 'closed') ? 'closed' : (lots[0]?.state ?? 'open');
}

/** The opening that was asked for and is not held yet. */
const findOpening: Fact<TenderToOpen, { state: string; requested_by: string } | null> = async ({ tx, root }) => {
  const [row] = await tx.query<{ state: string; requested_by: string }>(
    `SELECT state, requested_by FROM opening WHERE tender_id = $1 AND state IN ('requested', 'ordered')`,
    [root.id],
  );
  return row ?? null;
};

const MINUTE = 60_000;
/** From when on the first person may ask for an opening that is called for the deadline. */
const AHEAD = 60 * MINUTE;

/** An open tender is opened in public at the deadline; in a consultation the documents may say another time. */
function findCalledInstant({ tender: { method, deadline_at: deadline, terms } }: TenderToOpen): number | null {
  const at = findCalledMoment({ method, deadline: deadline?.toISOString() ?? null, terms });
  return at === null ? null : Date.parse(at);
}

/**
 * Before the instant for which it is called nothing is opened; asked for shortly before it, the second person can order it at
 * the instant.
 */
function refuseEarlyOpening(root: TenderToOpen, now: Date, action: string): ProblemDetails | null {
  const at = findCalledInstant(root);
  const first = at === null ? null : at - (action === 'request_opening' ? AHEAD : 0);
  if (first === null ? root.state !== 'open' : now.getTime() >= first) return null;
  const calledFor = at === null ? null : new Date(at).toISOString();
  return { facts: { deadlineAt: root.tender.deadline_at?.toISOString() ?? null, calledFor } };
}

/** How late a start may be without a word: what the steps of two persons take is no lateness. */
function refuseLateOrder(root: TenderToOpen, now: Date, reason: string | null | undefined): ProblemDetails | null {
  const rule = getRule('OPEN-AT-DEADLINE');
  const at = findCalledInstant(root);
  if (at === null || Boolean(reason) || now.getTime() <= at + Number(rule.value) * MINUTE) return null;
  const text = { en: 'Why the opening begins late', zh: '请说明延迟开启的原因' };
  const errors = [{ pointer: '/lateReason', code: 'required', text }];
  const facts = { calledFor: new Date(at).toISOString() };
  // What the documents of a consultation say is no rule of law.
  return root.tender.method === 'OPEN_TENDER' ? { ...toRuleRefusal(rule, errors), facts } : { errors, facts };
}

/** Roles of a body that may bid. Who bids is not known before the opening, so any such seat is an interest. */
const OF_SUPPLIERS = ['agency_manager', 'agency_worker'];

/**
 * The opening of the bids of a tender by two persons: one asks for it, another orders it. The buyer or its agent asks (Order 87
 * article 40); who oversees the region may be the second. The keys are with the worker, which opens what was ordered
 * (`OpeningWork`) and moves the lots.
 */
export const openingSubject = subject<TenderToOpen, 'tenders/:id/opening', Tender>({
  lifecycle: lotLifecycle,
  actions: ['request_opening', 'withdraw_opening_request', 'open_bids'],
  path: 'tenders/:id/opening',
  entity: Tender,
  permit: 'tender.open',
  refuses: ['conducted_elsewhere'],
  statesIfMoved: true,
  async lock(tx, { id }, action) {
    const reaching = action === 'open_bids' ? 'overseers' : 'parties';
    const tender = await lockReachableTender(tx, id, undefined, reaching, 'tender.open');
    return { id, version: tender.version, state: 'open', tender };
  },
  async catchUp(tx, root) {
    return { ...root, tender: await settleTenderClock(tx, root.tender), state: await lotsState(tx, root.id) };
  },
  async store(tx, { id }) {
    await touchTender(tx, id);
  },
  // Whoever reaches it holds the permission by a seat there; a program is no person.
  heldBy: ({ principal }) => Promise.resolve(principal.kind === 'user' ? principal.permissions : new Set()),
  audience: ({ tender }) => toTenderChange(tender),
  recordedOf: ({ id }) => ({ aggregate: 'tender', id }),
  guards: {
    opening_too_early: guard<TenderToOpen, unknown>({}, (_, { root, now, action }) =>
      refuseEarlyOpening(root, now, action),
    ),
    opening_late_unexplained: guard<TenderToOpen, OpenBidsDto>({}, (_, { root, now, given }) =>
      refuseLateOrder(root, now, given.lateReason),
    ),
    opening_requested: guard({ findOpening }, (facts) => (facts.findOpening ? {} : null)),
    opening_not_requested: guard({ findOpening }, (facts) => (facts.findOpening?.state === 'requested' ? null : {})),
    opener_is_requester: guardSecondPerson(async ({ load }) => [(await load(findOpening))?.requested_by]),
    opener_is_not_requester: guard({ findOpening }, (facts, { principal }) =>
      facts.findOpening?.requested_by === principal.id ? null : {},
    ),
    opener_has_interest: guard({}, (_, { principal }) =>
      principal.seats.some(({ role }) => OF_SUPPLIERS.includes(role)) ? {} : null,
    ),
  },
});
