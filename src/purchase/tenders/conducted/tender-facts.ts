import { guard, type ActionGuard, type Fact, type GuardView } from '../../../kernel/actions/action.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { ProblemDetails } from '../../../kernel/errors/problem.js';
import { creditCodeKind } from '../../../kernel/identity/credit-code.js';
import { WorkingCalendars } from '../../../law/calendars/calendar-store.js';
import type { WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import { CATEGORIES } from '../../../law/code-lists/code-lists.js';
import { loadExpectedOverruns } from '../../programmes/budget-lines/commitments.queries.js';
import type { Overrun } from '../../programmes/budget-lines/commitments.rules.js';
import { listTenderPermissions } from '../acting-for.js';
import { locateInCorrection } from '../corrections/correction-pointers.rules.js';
import { correctedLots, correctedTender, type Correction } from '../corrections/correction.rules.js';
import { sumOfCeilings, type DraftLot } from '../drafts/draft.rules.js';
import { compareThreshold } from '../oversight/method-approvals.js';
import { coveringApprovalsSql, coveringChangesSql } from '../oversight/ways/covering-change.queries.js';
import { lastIntent } from './intent.js';
import type { TenderCircumstances } from './tender-circumstances.js';
import type { LockedTenderHere } from './tender-circumstances.js';

/** What an action on a tender may be given, as far as its guards look at it. */
export interface TenderGiven {
  reason?: string;
  ground?: string;
  reference?: string;
  remedy?: string;
  correction?: Correction;
}
type TenderFact<T> = Fact<LockedTenderHere, T, TenderGiven>;
export type TenderView = GuardView<LockedTenderHere, TenderGiven>;

/** Declares a guard of a tender. What it refuses of a correction it finds in the request. */
export const guardTender = <N extends object>(
  needs: { readonly [K in keyof N]: TenderFact<N[K]> },
  refuses: (facts: N, view: TenderView) => ProblemDetails | null,
): ActionGuard<LockedTenderHere, TenderGiven> =>
  guard<LockedTenderHere, TenderGiven, N>(needs, (facts, view) => {
    const refused = refuses(facts, view);
    return refused !== null && view.given.correction !== undefined ? locateInCorrection(refused) : refused;
  });

/** The tender with its lots; where it is corrected, as its documents would say it then, beside what was issued. */
export interface Documents {
  tender: LockedTenderHere;
  lots: readonly DraftLot[];
  issued?: { tender: LockedTenderHere; lots: readonly DraftLot[] };
}

export const loadDocuments: TenderFact<Documents> = ({ root, given: { correction } }) => {
  const { lots } = root.circumstances;
  return Promise.resolve(
    correction === undefined
      ? { tender: root, lots }
      : {
          tender: correctedTender(root, correction),
          lots: correctedLots(lots, correction),
          issued: { tender: root, lots },
        },
  );
};

export const findCategory = ({ tender }: Documents) => CATEGORIES.find((c) => c.code === tender.category);

/** A correction that raises no price asks no new question about the method. */
export const costsNoMore = ({ lots, issued }: Documents): boolean =>
  issued !== undefined && sumOfCeilings(lots) <= sumOfCeilings(issued.lots);

export const deadlineDay = ({ tender: { plan } }: Documents): PlainDate | null =>
  plan.deadlineAt === null ? null : todayInShanghai(new Date(plan.deadlineAt));

export const loadCalendar: TenderFact<WorkingCalendar> = ({ use }) => use(WorkingCalendars).current();

/** Whether the buyer is of a kind that cannot buy services for the public. */
export function isBuyerNoOrgan({ buyer_credit_code: code, buyer_is_other: isOther }: TenderCircumstances): boolean {
  const kind = code ? creditCodeKind(code) : 'other';
  // A code of the market or of a social organisation is that of no organ; of an institution it leaves the class open.
  return isOther || kind === 'market' || kind === 'social_organisation';
}

/** Where the draft, or what a correction adds to it, exceeds the budget of its programme. */
export const findOverruns: TenderFact<Overrun[]> = async ({ tx, root, load }) => {
  if (root.programme_id === null) return [];
  const { tender, lots, issued } = await load(loadDocuments);
  const overruns = await loadExpectedOverruns(tx.manager, root.programme_id, tender, lots);
  // Of a correction only what it adds: what was exceeded before does not stand in its way.
  const before = issued ? await loadExpectedOverruns(tx.manager, root.programme_id, tender, issued.lots) : [];
  const known = new Map(before.map(({ pool, exceededBy }) => [pool, exceededBy]));
  return overruns.filter(({ pool, exceededBy }) => exceededBy > (known.get(pool) ?? 0n));
};

/** Whether the purchase reaches the open-tender threshold; null where a correction raises no price. */
export const loadThreshold: TenderFact<Awaited<ReturnType<typeof compareThreshold>> | null> = async ({
  tx,
  today,
  load,
}) => {
  const documents = await load(loadDocuments);
  return costsNoMore(documents) ? null : compareThreshold(tx, documents.tender, documents.lots, today);
};

/**
 * States of the approvals of its method that were asked for; after a failure that of its change of method is one. What was granted counts as far as
 * it covers what the documents say, or would say as corrected.
 */
export const loadMethodApprovals: TenderFact<string[]> = async ({ tx, root, load }) => {
  const { lots } = await load(loadDocuments);
  const round = { id: '$1', method: '$2', ceilings: '$3::bigint', lots: '$4::integer[]' };
  const rows = await tx.query<{ state: string }>(
    `SELECT m.state ${coveringApprovalsSql(round)} UNION ALL SELECT c.state ${coveringChangesSql(round)}`,
    [root.id, root.method, String(sumOfCeilings(lots)), lots.map(({ no }) => no)],
  );
  return rows.map(({ state }) => state);
};

/** Whether the caller approves a method in a city with districts or above: its region ends in two zeros, a province's in four. */
export function grantsForCity({ principal: { seats, kind }, root }: TenderView): boolean {
  const cities = seats.filter(({ region }) => /^\d{4}00$/.test(region ?? ''));
  const caller = { seats: cities, person: kind === 'user' };
  return listTenderPermissions(caller, root, root.circumstances.buyer_region).has('method.approve');
}

/** The last intent; not asked for where the request explains itself. */
export const findIntent: TenderFact<Awaited<ReturnType<typeof lastIntent>>> = ({ tx, root, given }) =>
  given.reason === undefined ? lastIntent(tx, root.id) : Promise.resolve(null);

/** Whether its submission found that it and other purchases of its budget line exceed the open-tender threshold together. */
export const isFoundSplit: TenderFact<boolean> = async ({ tx, root }) => {
  const rows = await tx.query(
    `SELECT FROM tender_finding WHERE tender_id = $1 AND indicator = 'N09' AND state = 'triggered'`,
    [root.id],
  );
  return rows.length > 0;
};
