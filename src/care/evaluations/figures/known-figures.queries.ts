import { calendarDays, type PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { Standard } from '../../../purchase/tenders/conducted/terms/terms-types.js';
import { haltedDaysSql } from '../../../purchase/contracts/halting/halt-rows.js';
import { countedRecordsSql } from '../../delivery/records/counted-records.queries.js';
import { loadHeldSurveys, type HeldSurvey } from '../../surveys/results/held-surveys.queries.js';
import { toldResponse } from '../../surveys/results/results.rules.js';
import { toldShares } from '../../surveys/results/shares.rules.js';
import type { EvaluationRoot } from '../evaluation.subject.js';
import { computeDueTarget, type KnownFigures, type WindowDays } from './figure.rules.js';
import { loadPaidMoney } from './paid-share.js';

/** What says of an evaluation which figures are its own. */
export type Evaluated = Pick<EvaluationRoot, 'contract_id' | 'kind' | 'buyer_id' | 'evaluator_id'>;

interface Row {
  standards: Standard[];
  done: Record<string, number>;
  start: PlainDate | null;
  end: PlainDate | null;
  today: PlainDate;
  /** Days of the window that are over, and on which the contract was halted. */
  halted: number;
}
const COUNTED = `
  SELECT coalesce(c.content -> 'standards', '[]') AS standards,
    (SELECT coalesce(jsonb_object_agg(m.no, m.total), '{}')
     FROM (${countedRecordsSql({ contract: 'c.id', standards: "coalesce(c.content -> 'standards', '[]')" })}) m) AS done,
    c.content -> 'window' ->> 'start' AS start, c.content -> 'window' ->> 'end' AS "end", business_today()::text AS today,
    (SELECT days_in(range_agg(${haltedDaysSql('h')} * daterange((c.content -> 'window' ->> 'start')::date, (c.content -> 'window' ->> 'end')::date, '[]')))::int
     FROM contract_halt h WHERE h.contract_id = c.id AND h.began_on IS NOT NULL) AS halted
  FROM contract c WHERE c.id = $1`;

/**
 * What the product knows of a contract: its records against what is due of its standards, by the kind of the evaluation; its
 * payments; and the latest survey of an evaluation that tells something, by the buyer or by who evaluates: not by an evaluator that
 * was replaced.
 */
export async function loadKnownFigures(
  tx: Tx,
  { contract_id: contract, kind, buyer_id: buyer, evaluator_id: evaluator }: Evaluated,
): Promise<KnownFigures> {
  const [row] = await tx.query<Row>(COUNTED, [contract]);
  const { standards = [], done = {} } = row ?? {};
  const days = row === undefined || kind === 'final' ? null : countWindowDays(row);
  const surveys = await loadHeldSurveys(tx, [contract]);
  const held = surveys
    .filter(
      ({ over, purpose, runner_id }) => over && purpose === 'evaluation' && [buyer, evaluator].includes(runner_id),
    )
    .sort((a, b) => (a.closes_on === b.closes_on ? (a.id < b.id ? 1 : -1) : a.closes_on < b.closes_on ? 1 : -1));
  // One to which nobody answered, or too few, takes nothing from what residents have said before.
  const latest = held.find(({ strata }) => (toldResponse(strata).answered ?? 0) > 0) ?? held[0];
  return {
    standards: standards.flatMap((standard) => {
      const { no } = standard;
      const count = done[no];
      return count === undefined || !standard.target
        ? []
        : [{ no, due: computeDueTarget(standard, days), done: count }];
    }),
    money: await loadPaidMoney(tx.manager, contract),
    survey: latest === undefined ? null : toKnownSurvey(latest),
  };
}

/**
 * A window without a day is none: nothing of a target is due by it. Nothing is due of a day on which the contract was halted: its
 * share of the target waits until the contract goes on.
 */
function countWindowDays({ start, end, today, halted }: Row): WindowDays {
  if (start === null || end === null) return { all: 0, over: 0 };
  return { all: calendarDays(start, end), over: calendarDays(start, today < end ? today : end) - halted };
}

/** As anybody is told it: a figure in a sheet says no more than the results of the survey do. */
const toKnownSurvey = ({ id, strata, questions }: HeldSurvey): KnownFigures['survey'] => ({
  id,
  responseRate: toldResponse(strata).responseRate,
  questions: questions.map((question, at) => ({
    question,
    told: question.kind === 'text' ? null : toldShares(strata, question, at),
  })),
});
