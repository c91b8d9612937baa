import { Injectable } from '@nestjs/common';
import { Transactions } from '../../kernel/database/transactions.js';
import type { Language } from '../../kernel/errors/texts.js';
import type { Scope } from '../../kernel/access/scope.js';
import { percent } from '../../kernel/money/money.js';
import type { AssessmentState } from '../runs/assessment-types.js';
import { isTelling, UNPUBLISHED_SUBJECTS } from '../flags/disclosure/unpublished.queries.js';
import type { FlagState } from '../flags/flag.lifecycle.js';
import type { IndicatorCoverageDto, IndicatorDto, IndicatorPrecisionDto, MeasuredLevelDto } from './indicator.dto.js';
import levels from './measured-levels.json' with { type: 'json' };
import { indicatorCards } from '../rules/registry.js';

interface StateCount {
  indicator: string;
  dataset: string;
  state: AssessmentState;
  n: number;
}
interface DispositionCount {
  indicator: string;
  dataset: string;
  state: FlagState;
  n: number;
}
interface MissingCount {
  indicator: string;
  dataset: string;
  field: string;
  n: number;
}
interface Counts {
  states: StateCount[];
  dispositions: DispositionCount[];
}

/** The figures are public and cost a pass over an index: within this time they are counted once. */
const KEEP_MS = 2000;
/** Which fields are missing is read from every answer that says so. */
const KEEP_MISSING_MS = 60_000;
const MOST_FIELDS = 10;
const MEASURED: Readonly<Partial<Record<string, MeasuredLevelDto>>> = levels as Partial<
  Record<string, MeasuredLevelDto>
>;

/** SQL: of how many subjects the same was found to be nothing; `early`: they are, or are of, a lot under way, which a reader ($1) may not know. */
const COUNT_SETS = `
  SELECT r.answers, r.dataset, $1::boolean AND r.subject_id IN (SELECT u.id FROM under_way u) AS early, count(*) AS n
  FROM risk_subject r WHERE r.answers IS NOT NULL GROUP BY 1, 2, 3`;

/** SQL: the same of the groups of markets, by the numbers of their answers. */
const COUNT_GROUP_SETS = `
  SELECT g.answers, m.dataset, $1::boolean AND g.id IN (SELECT u.id FROM under_way u) AS early, count(*) AS n
  FROM bidder_group g JOIN market m ON m.id = g.market_id WHERE g.answers IS NOT NULL GROUP BY 1, 2, 3`;

/** The catalogue with what became of it: how often each rule could speak, and what reviewers made of its flags. */
@Injectable()
export class IndicatorsQueries {
  private readonly whole = this.cacheFigures(false);
  private readonly published = this.cacheFigures(true);

  constructor(private readonly transactions: Transactions) {}

  /** Who oversees no region reads figures without what rests on a lot whose result is not public. */
  async list(scope: Scope, lang: Language): Promise<IndicatorDto[]> {
    const figures = scope.everything || scope.permissions.has('risk.read') ? this.whole : this.published;
    const [{ states, dispositions }, missing] = await Promise.all([figures.counts(), figures.missing()]);
    return indicatorCards().map((card) => ({
      ...card,
      subjectTypes: [...card.subjectTypes],
      cites: [...card.cites],
      parameters: card.parameters.map((parameter) => ({ ...parameter })),
      title: card.title[lang],
      description: card.description[lang],
      limitation: card.limitation[lang],
      coverage: countStates(
        states.filter((row) => row.indicator === card.id),
        missing.filter((row) => row.indicator === card.id),
      ),
      precision: computePrecision(dispositions.filter((row) => row.indicator === card.id)),
      measured: MEASURED[card.id] ?? null,
    }));
  }

  private cacheFigures(published: boolean): { counts: () => Promise<Counts>; missing: () => Promise<MissingCount[]> } {
    return {
      counts: cacheAnswer(KEEP_MS, () => this.count(published)),
      missing: cacheAnswer(KEEP_MISSING_MS, () => this.countMissing(published)),
    };
  }

  private async count(published: boolean): Promise<Counts> {
    const [states, dispositions] = await Promise.all([
      this.transactions.reader.query<StateCount[]>(
        `WITH ${UNPUBLISHED_SUBJECTS}
         SELECT indicator, dataset, state, sum(n)::integer AS n FROM (
           SELECT a.indicator, a.dataset, a.state, count(*) AS n FROM assessment a
           WHERE NOT ($1::boolean AND ${isUnderWaySql('a.indicator', 'a.subject_id')}) GROUP BY 1, 2, 3
           UNION ALL SELECT e.indicator, s.dataset, e.state, s.n FROM (${COUNT_SETS}) s JOIN answer_set e ON e.set_id = s.answers
           WHERE NOT (s.early AND e.indicator = ANY ($2::text[]))
           UNION ALL SELECT e.indicator, s.dataset, e.state, s.n
           FROM (${COUNT_GROUP_SETS}) s, unnest(s.answers) AS said(answer) JOIN group_answer e ON e.id = said.answer
           WHERE NOT (s.early AND e.indicator = ANY ($2::text[]))
         ) c GROUP BY 1, 2, 3`,
        [published, TELLING],
      ),
      this.transactions.reader.query<DispositionCount[]>(
        `WITH ${UNPUBLISHED_SUBJECTS}
         SELECT f.indicator, f.dataset, f.state, count(*)::integer AS n FROM flag f
         WHERE f.state IN ('explained', 'confirmed', 'data_error', 'dismissed')
           AND NOT ($1::boolean AND ${isUnderWaySql('f.indicator', 'f.root_id')}) GROUP BY 1, 2, 3`,
        [published, TELLING],
      ),
    ]);
    return { states, dispositions };
  }

  private countMissing(published: boolean): Promise<MissingCount[]> {
    return this.transactions.reader.query<MissingCount[]>(
      `WITH ${UNPUBLISHED_SUBJECTS}
       SELECT indicator, dataset, field, sum(n)::integer AS n FROM (
         SELECT a.indicator, a.dataset, m.field, count(*) AS n
         FROM assessment a, jsonb_array_elements_text(a.reason -> 'missing') AS m(field)
         WHERE a.state = 'insufficient_data' AND jsonb_typeof(a.reason -> 'missing') = 'array'
           AND NOT ($1::boolean AND ${isUnderWaySql('a.indicator', 'a.subject_id')}) GROUP BY 1, 2, 3
         UNION ALL SELECT e.indicator, s.dataset, m.field, s.n
         FROM (${COUNT_SETS}) s JOIN answer_set e ON e.set_id = s.answers AND e.state = 'insufficient_data', unnest(e.missing) AS m(field)
         WHERE NOT (s.early AND e.indicator = ANY ($2::text[]))
         UNION ALL SELECT e.indicator, s.dataset, m.field, s.n
         FROM (${COUNT_GROUP_SETS}) s, unnest(s.answers) AS said(answer)
         JOIN group_answer e ON e.id = said.answer AND e.state = 'insufficient_data', unnest(e.missing) AS m(field)
         WHERE NOT (s.early AND e.indicator = ANY ($2::text[]))
       ) c GROUP BY 1, 2, 3 ORDER BY 4 DESC, 3`,
      [published, TELLING],
    );
  }
}

/** Indicators that tell what bidders did, or how a purchase was reviewed. */
const TELLING = indicatorCards().flatMap(({ id, family }) => (isTelling(family) ? [id] : []));

/** SQL: an answer of such an indicator ($2) about a subject that is, or is of, a lot under way. */
const isUnderWaySql = (indicator: string, subject: string): string =>
  `${indicator} = ANY ($2::text[]) AND ${subject} IN (SELECT u.id FROM under_way u)`;

/** Asks once within so many milliseconds; what failed is asked again. */
function cacheAnswer<T>(milliseconds: number, ask: () => Promise<T>): () => Promise<T> {
  let kept: { at: number; answer: Promise<T> } | undefined;
  return () => {
    const now = performance.now();
    if (kept !== undefined && now - kept.at < milliseconds) return kept.answer;
    const answer = ask();
    kept = { at: now, answer };
    answer.catch(() => (kept = undefined));
    return answer;
  };
}

/** Datasets are never mixed. */
const listDatasets = (rows: readonly { dataset: string }[]): string[] =>
  [...new Set(rows.map((r) => r.dataset))].sort();

function countStates(rows: readonly StateCount[], missing: readonly MissingCount[]): IndicatorCoverageDto[] {
  const count = (dataset: string, state: AssessmentState): number =>
    rows.find((row) => row.dataset === dataset && row.state === state)?.n ?? 0;
  return listDatasets(rows).map((dataset) => ({
    dataset,
    triggered: count(dataset, 'triggered'),
    clear: count(dataset, 'clear'),
    insufficientData: count(dataset, 'insufficient_data'),
    notApplicable: count(dataset, 'not_applicable'),
    missing: missing
      .filter((row) => row.dataset === dataset)
      .slice(0, MOST_FIELDS)
      .map(({ field, n }) => ({ field, count: n })),
  }));
}

function computePrecision(rows: readonly DispositionCount[]): IndicatorPrecisionDto[] {
  const count = (dataset: string, state: FlagState): number =>
    rows.find((row) => row.dataset === dataset && row.state === state)?.n ?? 0;
  return listDatasets(rows).map((dataset) => {
    const [confirmed, explained] = [count(dataset, 'confirmed'), count(dataset, 'explained')];
    const [dataError, dismissed] = [count(dataset, 'data_error'), count(dataset, 'dismissed')];
    const decided = confirmed + explained + dataError + dismissed;
    return { dataset, confirmed, explained, dataError, dismissed, precision: percent(confirmed, decided) };
  });
}
