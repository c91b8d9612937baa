import { OrganisationsService } from '../../src/people/organisations/organisations.service.js';
import { ContractsService } from '../../src/purchase/contracts/contracts.service.js';
import { Assessor } from '../../src/watch/runs/assessor.service.js';
import { assessHub, assessMarket, assessSubject, touchedRoots } from '../../src/watch/runs/risk-jobs.js';
import { Reassessment } from '../../src/watch/runs/reassessment.js';
import { RecordingService } from '../../src/purchase/tenders/recording/recording.service.js';
import type { NewRecordedTender } from '../../src/purchase/tenders/recording/fact-types.js';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import type { TestApp } from './app.js';

const NOTICE = { kind: 'notice', url: 'https://example.org/n', publishedOn: null, reference: null } as const;
type Source = { kind: 'notice' | 'statement' | 'reconstruction' | 'file' };

/** Ids between which changes that are made at the same time are committed in another order than they were numbered. */
const OVERTAKEN = 1_000;

/** Jobs on markets that are owed; each is taken once. */
const OWED_MARKETS = `
  WITH taken AS (
    UPDATE job_subject s SET done = wanted FROM market m
    WHERE s.job = 'assess-market' AND s.done < s.wanted AND s.subject = 'market:' || m.id AND m.dataset = $1 RETURNING s.subject
  ) SELECT subject FROM taken ORDER BY subject`;

/** Programmes of a dataset that are owed; each is taken once. */
const OWED_PROGRAMMES = `
  WITH taken AS (
    UPDATE job_subject s SET done = wanted FROM programme p
    WHERE s.job = 'assess-hub' AND s.done < s.wanted AND s.subject = 'programme:' || p.id AND p.dataset = $1 RETURNING s.subject
  ) SELECT subject FROM taken ORDER BY subject`;

/** Subjects that are owed by themselves; each is taken once. */
const OWED_SUBJECTS = `
  WITH taken AS (
    UPDATE job_subject SET done = wanted WHERE job IN ('assess-subject', 'assess-hub') AND done < wanted RETURNING subject
  ) SELECT subject FROM taken ORDER BY subject`;

/** Columns in which two passes over the same facts may differ. */
const OWN = ['id', 'created_at', 'assessed_at', 'run_id'];

/**
 * Every answer; all of the row of one that found something. Of the others what is stored: `digest` is of all that the rules were
 * given and said of the subject.
 */
const STORED = `
  SELECT v.dataset, v.indicator, v.subject_type, v.subject_id, v.version, v.severity, v.state, v.region, v.programme_id,
    v.reason -> 'code' AS code, v.reason -> 'missing' AS missing, coalesce(s.digest, g.digest) AS digest, s.uses, s.due_on::text AS due_on,
    CASE WHEN v.state = 'triggered' OR coalesce(s.digest, g.digest) IS NULL THEN to_jsonb(a) - $2::text[] END AS whole
  FROM assessments v LEFT JOIN assessment a ON a.id = v.id
  LEFT JOIN risk_subject s ON s.subject_type = v.subject_type AND s.subject_id = v.subject_id
  LEFT JOIN bidder_group g ON g.id = v.subject_id
  WHERE v.dataset = $1 ORDER BY v.indicator, v.subject_type, v.subject_id`;

/** A place to record purchases and to let the rules look at them, without HTTP and without a queue. */
export class RiskWorld {
  private seen = '0';
  private readonly known = new Set<string>();

  constructor(
    readonly app: TestApp,
    readonly dataset: string,
  ) {}

  get<T>(type: abstract new (...args: never[]) => T): T {
    return this.app.running.app.get(type);
  }

  /** A root with the event that its service would write. */
  insert(table: string, row: Record<string, unknown>): Promise<string> {
    const columns = Object.keys({ dataset: this.dataset, ...row });
    const values = Object.values({ dataset: this.dataset, ...row });
    return this.get(Transactions).run(SYSTEM, async (tx) => {
      const [made] = await tx.query<{ id: string }>(
        `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((_, i) => `$${i + 1}`).join(', ')}) RETURNING id`,
        values,
      );
      const { id } = made as { id: string };
      await tx.record({ aggregate: table, id, action: 'created', data: {}, dataset: this.dataset });
      return id;
    });
  }

  body(name: string): Promise<string> {
    return this.insert('organisation', { name, region: '990203', kind: 'agency' });
  }

  line(given: { since: string; knownUntil?: string | null; category?: string; name?: string }): Promise<string> {
    return this.insert('service_line', {
      name: given.name ?? '示例服务线',
      category: given.category ?? 'ELDERLY_HOME_CARE',
      region: '990203',
      since: given.since,
      known_until: given.knownUntil ?? null,
    });
  }

  programme(buyer: string, year: number, calendar: object): Promise<string> {
    return this.insert('programme', {
      buyer_id: buyer,
      name: `${year} 年计划`,
      year,
      region: '990203',
      calendar: JSON.stringify(calendar),
      source: JSON.stringify(NOTICE),
    });
  }

  tender(given: Partial<NewRecordedTender> = {}): Promise<string> {
    return this.get(RecordingService).createTender(SYSTEM, {
      conducted: 'elsewhere',
      dataset: this.dataset,
      title: '社区居家养老服务采购',
      method: 'COMPETITIVE_CONSULTATION',
      category: 'ELDERLY_HOME_CARE',
      region: '990203',
      ...given,
    });
  }

  /** Records facts of a tender as a file does: what disagrees is kept as a conflict. Answers the ids of new facts. */
  facts(
    tender: string,
    facts: readonly { kind: string; lot?: number | null; data: object; replaces?: string | null; source?: Source }[],
  ): Promise<string[]> {
    return this.get(Transactions).run(SYSTEM, (tx) =>
      this.get(RecordingService).record(tx, tender, facts.map(given), { lenient: true }),
    );
  }

  contractFacts(
    contract: string,
    facts: readonly { kind: string; data: object; replaces?: string | null; source?: Source }[],
  ): Promise<string[]> {
    return this.get(Transactions).run(SYSTEM, (tx) =>
      this.get(ContractsService).record(tx, contract, facts.map(given), { lenient: true }),
    );
  }

  async contractsOf(tender: string): Promise<string[]> {
    const rows = await this.app.dataSource.query<{ id: string }[]>(
      `SELECT id FROM contract WHERE tender_id = $1 ORDER BY created_at, id`,
      [tender],
    );
    return rows.map((row) => row.id);
  }

  async relations(organisation: string, heads: readonly string[], complete: boolean): Promise<void> {
    const [row] = await this.app.dataSource.query<{ version: number }[]>(
      `SELECT version FROM organisation WHERE id = $1`,
      [organisation],
    );
    const persons = heads.map((residentId) => ({ relation: 'head' as const, name: '王小明', residentId }));
    await this.get(OrganisationsService).setRelations(SYSTEM, organisation, row?.version ?? 1, {
      persons,
      holdings: [],
      complete,
    });
  }

  /** Changes a root outside its service, with the event that its service would write. */
  async change(aggregate: 'service_line' | 'programme', id: string, column: string, value: unknown): Promise<void> {
    await this.get(Transactions).run(SYSTEM, async (tx) => {
      await tx.query(`UPDATE ${aggregate} SET ${column} = $2, version = version + 1 WHERE id = $1`, [id, value]);
      await tx.record({ aggregate, id, action: 'changed', data: { changed: { [column]: {} } }, dataset: this.dataset });
    });
  }

  /** Roots that changed since the last call, as jobs would be asked for them. */
  async dirty(): Promise<string[]> {
    const rows = await this.app.dataSource.query<(Parameters<typeof touchedRoots>[0] & { id: string })[]>(
      `SELECT id, aggregate_type AS aggregate, aggregate_id AS "aggregateId", action, payload -> 'data' AS data
       FROM outbox WHERE id > $1::bigint - ${OVERTAKEN} ORDER BY id`,
      [this.seen],
    );
    this.seen = rows.at(-1)?.id ?? this.seen;
    const fresh = rows.filter(({ id }) => !this.known.has(id));
    for (const { id } of fresh) this.known.add(id);
    return [...new Set(fresh.flatMap(touchedRoots))];
  }

  /** The job of a root, then those that it owes. */
  touch(root: string): Promise<void> {
    return this.touchAll([root]);
  }

  /** The jobs of some roots, then those that they owe: markets and programmes, each once and in a transaction of its own. */
  async touchAll(roots: readonly string[]): Promise<void> {
    const transactions = this.get(Transactions);
    for (const root of roots)
      await transactions.run(SYSTEM, (tx) => this.get(Assessor).assessTouchedSubjects(tx, root));
    await this.workOnOwed();
  }

  /** Some roots as one work, then all that is owed by itself. */
  async touchTogether(roots: readonly string[]): Promise<void> {
    const transactions = this.get(Transactions);
    await transactions.run(SYSTEM, (tx) => this.get(Assessor).assessRoots(tx, roots));
    const owed = await this.app.dataSource.query<{ subject: string }[]>(OWED_SUBJECTS);
    const subjects = owed.map(({ subject }) => subject);
    await transactions.run(SYSTEM, (tx) => this.get(Assessor).some(tx, subjects, assessSubject));
    await this.workOnOwed();
  }

  private async workOnOwed(): Promise<void> {
    const transactions = this.get(Transactions);
    for (const [owed, job] of [
      [OWED_PROGRAMMES, assessHub],
      [OWED_MARKETS, assessMarket],
    ] as const)
      for (const { subject } of await this.app.dataSource.query<{ subject: string }[]>(owed, [this.dataset]))
        await transactions.run(SYSTEM, (tx) => this.get(Assessor).one(tx, subject, job));
  }

  /** Screens the markets of the dataset. */
  screen(): Promise<{ run: string; subjects: number; changed: number }> {
    return this.get(Reassessment).screenMarkets({ dataset: this.dataset });
  }

  /** What a worker would do now. */
  async settle(): Promise<void> {
    for (const root of await this.dirty()) await this.touch(root);
    await this.get(Assessor).due();
  }

  reassess(): Promise<{ subjects: number; changed: number }> {
    return this.get(Reassessment).reassessAll({ dataset: this.dataset });
  }

  /** Everything that is stored, without what two passes may differ in. */
  async stored(): Promise<Record<string, unknown>[]> {
    return this.app.dataSource.query<Record<string, unknown>[]>(STORED, [this.dataset, OWN]);
  }

  async states(indicator: string): Promise<Record<string, string>> {
    const rows = await this.app.dataSource.query<{ subject: string; state: string }[]>(
      `SELECT subject_type || ':' || subject_id AS subject, state FROM assessments WHERE dataset = $1 AND indicator = $2`,
      [this.dataset, indicator],
    );
    return Object.fromEntries(rows.map((row) => [row.subject, row.state]));
  }

  async flags(indicator?: string): Promise<StoredFlag[]> {
    return this.app.dataSource.query<StoredFlag[]>(
      `SELECT f.*, (SELECT count(*)::integer FROM flag_subject s WHERE s.flag_id = f.id AND s.active) AS active,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('action', e.action, 'to', e.to_state, 'data', e.data, 'audit', e.audit_id) ORDER BY e.id), '[]')
          FROM flag_event e WHERE e.flag_id = f.id) AS events
       FROM flag f WHERE f.dataset = $1 AND ($2::text IS NULL OR f.indicator = $2) ORDER BY f.indicator, f.root_id, f.part`,
      [this.dataset, indicator ?? null],
    );
  }

  /** Forgets everything the rules have said. */
  async forget(): Promise<void> {
    for (const table of ['flag_ask', 'flag_subject'])
      await this.app.dataSource.query(
        `DELETE FROM ${table} WHERE flag_id IN (SELECT id FROM flag WHERE dataset = $1)`,
        [this.dataset],
      );
    for (const table of ['assessment', 'risk_subject'])
      await this.app.dataSource.query(`DELETE FROM ${table} WHERE dataset = $1`, [this.dataset]);
    await this.app.dataSource.query(
      `UPDATE bidder_group g SET answers = NULL, digest = NULL, assessed_at = NULL FROM market m WHERE m.id = g.market_id AND m.dataset = $1`,
      [this.dataset],
    );
  }
}

export interface StoredFlag {
  id: string;
  version: number;
  indicator: string;
  root_type: string;
  root_id: string;
  part: number;
  state: string;
  part_of: string | null;
  hits: number | null;
  judged: number | null;
  severity: string;
  summary: boolean;
  active: number;
  explanation: { en: string; zh: string };
  events: { action: string; to: string; data: Record<string, unknown>; audit: string }[];
}

const given = <F extends { replaces?: string | null; source?: Source }>({ source, ...fact }: F) => ({
  ...fact,
  source: source ?? NOTICE,
  ...(fact.replaces && { reason: '更正' }),
});

/** Sets business time to noon of a day, before anything is recorded or later than before. */
export async function setBusinessDay(app: TestApp, day: string): Promise<void> {
  await app.dataSource.query(
    `INSERT INTO business_time (behind) VALUES ($1::timestamptz - clock_timestamp())
     ON CONFLICT (only_row) DO UPDATE SET behind = EXCLUDED.behind`,
    [`${day}T12:00:00+08:00`],
  );
}
