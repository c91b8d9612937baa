import { listPermittedBodies, listHeldPermissions } from '../../kernel/access/held.js';
import { toScope } from '../../kernel/access/scope.js';
import { guard, subject, type Root } from '../../kernel/actions/action.js';
import { countDays, type PlainDate } from '../../kernel/clock/plain-date.js';
import { lockKeptRoot } from '../../kernel/database/kept.js';
import type { Sql } from '../../kernel/database/sql.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { invalid } from '../../kernel/http/validation.js';
import { jointBuyersOfContractSql } from '../../purchase/contracts/conducted/conducted-contract.js';
import { guardInterest } from '../../purchase/tenders/oversight/interest.js';
import { surveyLifecycle, type SurveyState } from './survey.lifecycle.js';
import type { Question } from './survey-types.js';
import { isAbandonedSql, visibleSurvey } from './survey-visibility.js';
import { Survey } from './survey.entity.js';

/** A locked survey with what its contract says of who asks and who is asked about. */
export interface LockedSurvey extends Root<SurveyState> {
  dataset: string;
  contractId: string;
  runnerId: string;
  buyerId: string | null;
  /** The body that asks was replaced as the evaluator. */
  abandoned: boolean;
  /** Who buys together with the buyer. */
  jointBuyers: string[];
  supplierId: string | null;
  region: string | null;
  title: string;
  questions: Question[];
  opensOn: string;
  closesOn: string;
  seed: string;
  drawnAt: Date | null;
}

export type SurveyParties = Pick<LockedSurvey, 'dataset' | 'region' | 'runnerId' | 'buyerId' | 'jointBuyers'>;

/** What makes an end of a survey: also by who may not go on asking (guard `evaluator_tied` of the other actions). */
export const ENDING_ACTIONS: readonly string[] = ['close', 'cancel'];

/**
 * Locks a survey of the caller's bodies; one that the caller only sees is not the caller's to change. To end it, the buyer keeps one of
 * an evaluator that was replaced.
 */
export async function lockSurvey(tx: Tx, id: string, version?: number, action?: string): Promise<LockedSurvey> {
  const own = listPermittedBodies(tx.principal, 'survey.run');
  const reach = {
    kept(sql: Sql): Sql {
      const mine = `ANY (${sql.p(own)}::uuid[])`;
      const isLeftToBuyer = `EXISTS (SELECT FROM contract c WHERE c.id = r.contract_id AND c.buyer_id = ${mine} AND ${isAbandonedSql('r', 'c')})`;
      const ends = action !== undefined && ENDING_ACTIONS.includes(action);
      return sql.and(`r.runner_id = ${mine}${ends ? ` OR ${isLeftToBuyer}` : ''}`);
    },
    visible: visibleSurvey(toScope(tx.principal)),
  };
  await lockKeptRoot(tx, 'survey', id, reach, version);
  const [survey] = await tx.query<LockedSurvey>(
    `SELECT s.id, s.version, s.state, s.dataset, s.contract_id AS "contractId", s.runner_id AS "runnerId", c.buyer_id AS "buyerId", ${isAbandonedSql('s', 'c')} AS abandoned,
       ${jointBuyersOfContractSql('c.id')} AS "jointBuyers", c.supplier_id AS "supplierId", c.region, s.title, s.questions, s.opens_on::text AS "opensOn",
       s.closes_on::text AS "closesOn", s.seed, s.drawn_at AS "drawnAt"
     FROM survey s JOIN contract c ON c.id = s.contract_id WHERE s.id = $1`,
    [id],
  );
  return survey as LockedSurvey;
}

/** A survey takes answers for a year at most: a mistyped year is no survey that never ends. */
const LONGEST_DAYS = 366;
const LONG = { en: `More than ${LONGEST_DAYS} days after the first`, zh: `距起始日期超过 ${LONGEST_DAYS} 天` };
const LATE = { en: 'Lies before the first day', zh: '早于起始日期' };

/** @throws Problem `validation_failed` (`too_early`, `too_late`) for the last day of a survey */
export function assertSurveyDays(opensOn: PlainDate, closesOn: PlainDate): void {
  if (closesOn < opensOn) throw invalid('/closesOn', 'too_early', LATE);
  if (countDays(opensOn, closesOn) > LONGEST_DAYS) throw invalid('/closesOn', 'too_late', LONG);
}

/** The body that asks, the buyer, who buys together with it, and who watches over it. The agency that is asked about follows no survey. */
export const surveyAudience = ({ dataset, region, runnerId, buyerId, jointBuyers }: SurveyParties) => ({
  dataset,
  region,
  tenants: [...new Set([runnerId, buyerId ?? runnerId, ...jointBuyers])],
});

/** A survey is drawn, opened and closed by the body that asks. */
export const surveySubject = subject<LockedSurvey, 'surveys/:id', Survey>({
  lifecycle: surveyLifecycle,
  path: 'surveys/:id',
  entity: Survey,
  permit: 'survey.run',
  statesIfMoved: true,
  lock: (tx, { id }, action) => lockSurvey(tx, id, undefined, action),
  heldBy: ({ principal }, { runnerId, buyerId, abandoned }) =>
    Promise.resolve(listHeldPermissions(principal, [runnerId, abandoned ? buyerId : null])),
  audience: surveyAudience,
  guards: {
    ...guardInterest<LockedSurvey>(({ root }) => (root.supplierId === null ? [] : [root.supplierId])),
    survey_over: guard({}, (_, { root, today }) => (root.closesOn < today ? {} : null)),
  },
});
