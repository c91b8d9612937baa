import { Injectable } from '@nestjs/common';
import { Transactions } from '../../kernel/database/transactions.js';
import type { Language } from '../../kernel/errors/texts.js';
import { percent } from '../../kernel/money/money.js';
import type { AssessmentState } from '../runs/assessment-types.js';
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

/** SQL: of how many subjects the same was found to be nothing. */
const COUNT_SETS = `
  SELECT answers, dataset, count(*) AS n FROM risk_subject WHERE answers IS NOT NULL GROUP BY answers, dataset`;

/** The catalogue with what became of it: how often each rule could speak, and what reviewers made of its flags. */
@Injectable()
export class IndicatorsQueries {
  private readonly counts = cacheAnswer(KEEP_MS, () => this.count());
  private readonly missing = cacheAnswer(KEEP_MISSING_MS, () => this.countMissing());

  constructor(private readonly transactions: Transactions) {}

  async list(lang: Language): Promise<IndicatorDto[]> {
    const [{ states, dispositions }, missing] = await Promise.all([this.counts(), this.missing()]);
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

  private async count(): Promise<Counts> {
    const [states, dispositions] = await Promise.all([
      this.transactions.reader.query<StateCount[]>(
        `SELECT indicator, dataset, state, sum(n)::integer AS n FROM (
           SELECT indicator, dataset, state, count(*) AS n FROM assessment GROUP BY 1, 2, 3
           UNION ALL SELECT e.indicator, s.dataset, e.state, s.n FROM (${COUNT_SETS}) s JOIN answer_set e ON e.set_id = s.answers
         ) c GROUP BY 1, 2, 3`,
      ),
      this.transactions.reader.query<DispositionCount[]>(
        `SELECT indicator, dataset, state, count(*)::integer AS n FROM flag
         WHERE state IN ('explained', 'confirmed', 'data_error', 'dismissed') GROUP BY 1, 2, 3`,
      ),
    ]);
    return { states, dispositions };
  }

  private countMissing(): Promise<MissingCount[]> {
    return this.transactions.reader.query<MissingCount[]>(
      `SELECT indicator, dataset, field, sum(n)::integer AS n FROM (
         SELECT a.indicator, a.dataset, m.field, count(*) AS n
         FROM assessment a, jsonb_array_elements_text(a.reason -> 'missing') AS m(field)
         WHERE a.state = 'insufficient_data' AND jsonb_typeof(a.reason -> 'missing') = 'array' GROUP BY 1, 2, 3
         UNION ALL SELECT e.indicator, s.dataset, m.field, s.n
         FROM (${COUNT_SETS}) s JOIN answer_set e ON e.set_id = s.answers AND e.state = 'insufficient_data', unnest(e.missing) AS m(field)
       ) c GROUP BY 1, 2, 3 ORDER BY 4 DESC, 3`,
    );
  }
}

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
