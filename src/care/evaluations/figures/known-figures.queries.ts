import type { Tx } from '../../../kernel/database/transactions.js';
import type { Standard } from '../../../purchase/tenders/conducted/terms/terms-types.js';
import { countedRecordsSql } from '../../delivery/records/counted-records.queries.js';
import { loadHeldSurveys, type HeldSurvey } from '../../surveys/results/held-surveys.queries.js';
import { toldResponse } from '../../surveys/results/results.rules.js';
import { toldShares } from '../../surveys/results/shares.rules.js';
import type { KnownFigures } from './figure.rules.js';
import { loadPaidMoney } from './paid-share.js';

interface Row {
  standards: Standard[];
  done: Record<string, number>;
}
const COUNTED = `
  SELECT coalesce(c.content -> 'standards', '[]') AS standards,
    (SELECT coalesce(jsonb_object_agg(m.no, m.total), '{}')
     FROM (${countedRecordsSql({ contract: 'c.id', standards: "coalesce(c.content -> 'standards', '[]')" })}) m) AS done
  FROM contract c WHERE c.id = $1`;

/** What the product knows of a contract: its records against its standards, its payments, and the latest survey of an evaluation. */
export async function loadKnownFigures(tx: Tx, contract: string): Promise<KnownFigures> {
  const [row] = await tx.query<Row>(COUNTED, [contract]);
  const { standards, done } = row ?? { standards: [], done: {} };
  const surveys = await loadHeldSurveys(tx, [contract]);
  const [latest] = surveys
    .filter(({ over, purpose }) => over && purpose === 'evaluation')
    .sort((a, b) => (a.closes_on === b.closes_on ? (a.id < b.id ? 1 : -1) : a.closes_on < b.closes_on ? 1 : -1));
  return {
    standards: standards.flatMap(({ no, target }) => {
      const count = done[no];
      return count === undefined || !target ? [] : [{ no, target, done: count }];
    }),
    money: await loadPaidMoney(tx.manager, contract),
    survey: latest === undefined ? null : toKnownSurvey(latest),
  };
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
