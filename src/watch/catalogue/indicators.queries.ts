import { Injectable } from '@nestjs/common';
import { Transactions } from '../../kernel/database/transactions.js';
import type { Language } from '../../kernel/errors/texts.js';
import { percent } from '../../kernel/money/money.js';
import type { AssessmentState } from '../runs/assessment-types.js';
import type { FlagState } from '../flags/flag.lifecycle.js';
import type { IndicatorCoverageDto, IndicatorDto, IndicatorPrecisionDto } from './indicator.dto.js';
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
interface Counts {
  states: StateCount[];
  dispositions: DispositionCount[];
}

/** The figures are public and cost a pass over an index: within this time they are counted once. */
const KEEP_MS = 2000;

/** The catalogue with what became of it: how often each rule could speak, and what reviewers made of its flags. */
@Injectable()
export class IndicatorsQueries {
  private counted: { at: number; counts: Promise<Counts> } | undefined;

  constructor(private readonly transactions: Transactions) {}

  async list(lang: Language): Promise<IndicatorDto[]> {
    const { states, dispositions } = await this.counts();
    return indicatorCards().map((card) => ({
      ...card,
      subjectTypes: [...card.subjectTypes],
      cites: [...card.cites],
      parameters: card.parameters.map((parameter) => ({ ...parameter })),
      title: card.title[lang],
      description: card.description[lang],
      limitation: card.limitation[lang],
      coverage: countStates(states.filter((row) => row.indicator === card.id)),
      precision: computePrecision(dispositions.filter((row) => row.indicator === card.id)),
    }));
  }

  private counts(): Promise<Counts> {
    const now = performance.now();
    if (this.counted !== undefined && now - this.counted.at < KEEP_MS) return this.counted.counts;
    const counts = this.count();
    this.counted = { at: now, counts };
    counts.catch(() => (this.counted = undefined));
    return counts;
  }

  private async count(): Promise<Counts> {
    const [states, dispositions] = await Promise.all([
      this.transactions.reader.query<StateCount[]>(
        `SELECT indicator, dataset, state, count(*)::integer AS n FROM assessment GROUP BY 1, 2, 3`,
      ),
      this.transactions.reader.query<DispositionCount[]>(
        `SELECT indicator, dataset, state, count(*)::integer AS n FROM flag
         WHERE state IN ('explained', 'confirmed', 'data_error', 'dismissed') GROUP BY 1, 2, 3`,
      ),
    ]);
    return { states, dispositions };
  }
}

/** Datasets are never mixed. */
const listDatasets = (rows: readonly { dataset: string }[]): string[] =>
  [...new Set(rows.map((r) => r.dataset))].sort();

function countStates(rows: readonly StateCount[]): IndicatorCoverageDto[] {
  const count = (dataset: string, state: AssessmentState): number =>
    rows.find((row) => row.dataset === dataset && row.state === state)?.n ?? 0;
  return listDatasets(rows).map((dataset) => ({
    dataset,
    triggered: count(dataset, 'triggered'),
    clear: count(dataset, 'clear'),
    insufficientData: count(dataset, 'insufficient_data'),
    notApplicable: count(dataset, 'not_applicable'),
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
