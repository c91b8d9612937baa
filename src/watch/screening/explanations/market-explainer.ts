import type { Transactions } from '../../../kernel/database/transactions.js';
import type { Reader } from '../../facts/loading/frame-types.js';
import type { Assessed } from '../../runs/assessment-store.js';
import type { Assessment, SubjectType } from '../../runs/assessment-types.js';
import type { RiskEngine } from '../../runs/risk-engine.js';
import { digestGroupAnswers, listAnswersByGroup } from '../markets/group-answers.rules.js';

/** Of which groups of a market somebody wants to know why rules found nothing. */
export interface MarketAsk {
  id: string;
  wanted: readonly { indicator: string; group: string }[];
}

/** What a rule says of a group by the facts as they are now, as it goes from thread to thread. */
export type SaidOfGroup = Omit<Assessment, 'subject' | 'asOf' | 'seed' | 'lot' | 'speaksOf' | 'namesBeside'> & {
  subject: { type: SubjectType; id: string };
  /** Of all that is said of the group. */
  digest: string;
};

/** Answers that are remembered of all markets together: whoever turns the pages of a market does not have it screened for each. */
const MOST_REMEMBERED = 10_000;

/** What is stored of a market, and the day: as long as it is the same, so are the words. */
const READ_STAMP = `
  SELECT business_today()::text || ' ' || coalesce((SELECT md5(string_agg(g.digest::text, ',' ORDER BY g.id)) FROM bidder_group g
    WHERE g.market_id = $1), '') AS stamp`;

interface Remembered {
  stamp: string;
  groups: ReadonlyMap<string, readonly Assessed[]>;
  count: number;
}

/** Screens markets once more to say why groups were found clear, one after the other. It is asked in a thread of its own. */
export class MarketExplainer {
  /** Those that were asked for last stand last. */
  private readonly remembered = new Map<string, Remembered>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly transactions: Transactions,
    private readonly engine: RiskEngine,
  ) {}

  explain(ask: MarketAsk): Promise<SaidOfGroup[]> {
    const next = this.last.then(() => this.explainNext(ask));
    this.last = next.catch(() => undefined);
    return next;
  }

  private async explainNext({ id, wanted }: MarketAsk): Promise<SaidOfGroup[]> {
    const groups = await this.readGroups(id);
    const digests = new Map<string, string>();
    return wanted.flatMap(({ indicator, group }) => {
      const answers = groups.get(group) ?? [];
      const found = answers.find(({ assessment }) => assessment.indicator === indicator);
      if (found === undefined) return [];
      const digest = digests.get(group) ?? digestGroupAnswers(answers);
      digests.set(group, digest);
      return [toPlainAnswer(found.assessment, digest)];
    });
  }

  private async readGroups(id: string): Promise<Remembered['groups']> {
    const pool = this.transactions.reader;
    const reader: Reader = { query: (sql, params) => pool.query(sql, params) };
    const [row] = await reader.query<{ stamp: string }>(READ_STAMP, [id]);
    const stamp = row?.stamp ?? '';
    const before = this.remembered.get(id);
    this.remembered.delete(id);
    const market = before?.stamp === stamp ? before : await this.screen(reader, id, stamp);
    this.remembered.set(id, market);
    this.dropOldest(id);
    return market.groups;
  }

  private async screen(reader: Reader, id: string, stamp: string): Promise<Remembered> {
    const assessed = await this.engine.explainMarket(reader, id);
    return { stamp, groups: listAnswersByGroup(assessed), count: assessed.length };
  }

  private dropOldest(asked: string): void {
    let count = [...this.remembered.values()].reduce((sum, market) => sum + market.count, 0);
    for (const [id, market] of this.remembered) {
      if (count <= MOST_REMEMBERED || id === asked) return;
      this.remembered.delete(id);
      count -= market.count;
    }
  }
}

const toPlainAnswer = (assessment: Assessment, digest: string): SaidOfGroup => ({
  indicator: assessment.indicator,
  version: assessment.version,
  severity: assessment.severity,
  subject: { type: assessment.subject.type, id: assessment.subject.id },
  state: assessment.state,
  value: assessment.value,
  threshold: assessment.threshold,
  unit: assessment.unit,
  pValue: assessment.pValue,
  title: assessment.title,
  explanation: assessment.explanation,
  limitation: assessment.limitation,
  basis: assessment.basis,
  evidence: assessment.evidence,
  reason: assessment.reason,
  inputsHash: assessment.inputsHash,
  digest,
});
