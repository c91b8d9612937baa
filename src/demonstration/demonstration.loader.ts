import { Injectable } from '@nestjs/common';
import { createReadStream } from 'node:fs';
import { SYSTEM } from '../kernel/access/principal.js';
import { Keys } from '../kernel/config/keys.js';
import { Transactions, type Tx } from '../kernel/database/transactions.js';
import { parseYuan } from '../kernel/money/money.js';
import { FirstAccounts, type DemonstrationAccount } from '../people/accounts/users/first-accounts.js';
import { ContractsService } from '../purchase/contracts/contracts.service.js';
import { ImportsService, type ImportRow } from '../imports/imports.service.js';
import { personKey } from '../people/organisations/person-keys.js';
import { RecordingService } from '../purchase/tenders/recording/recording.service.js';
import { DEMONSTRATION_BODIES } from './bodies.js';
import type { DemoDataset, DemoOrganisation } from './demonstration.types.js';
import { fictionDataset } from './fiction/fiction.dataset.js';
import { NOTICES_DATASET, NOTICES_FILE } from './notices/notices.js';
import { PracticeLoader } from './practice.loader.js';
import { studyDataset } from './study/study.dataset.js';

/** What a first start has loaded, for printing. */
export interface Loaded {
  datasets: { dataset: string; purchases: number; serviceLines: number }[];
  notices: ImportRow | null;
  accounts: DemonstrationAccount[];
}

/** Loads the demonstration into an empty database, by the same recording as everything else. Never in production. */
@Injectable()
export class DemonstrationLoader {
  constructor(
    private readonly transactions: Transactions,
    private readonly recording: RecordingService,
    private readonly contracts: ContractsService,
    private readonly imports: ImportsService,
    private readonly accounts: FirstAccounts,
    private readonly keys: Keys,
    private readonly practice: PracticeLoader,
  ) {}

  /**
   * Each part in one transaction, each only where it is not there yet: a start that was cut short goes on. `screen` runs
   * over what was loaded. Accounts come last: their passwords are said once, so nothing may fail after them.
   */
  async load(screen: () => Promise<unknown> = () => Promise.resolve()): Promise<Loaded> {
    const datasets = [];
    for (const data of [studyDataset(), fictionDataset()]) if (await this.dataset(data)) datasets.push(figures(data));
    const notices = await this.notices();
    if (datasets.length > 0 || notices !== null) await screen();
    return { datasets, notices, accounts: await this.firstAccounts() };
  }

  /** One dataset, all of it or nothing; false where it is there already. */
  dataset(data: DemoDataset): Promise<boolean> {
    return this.transactions.run(SYSTEM, async (tx) => {
      if (await exists(tx, `SELECT 1 FROM tender WHERE dataset = $1 LIMIT 1`, [data.dataset])) return false;
      await this.bodies(tx, data);
      await this.lines(tx, data);
      await this.programmes(tx, data);
      await this.needs(tx, data);
      for (const { id, tender, facts, contracts } of data.purchases) {
        await this.recording.create(tx, tender, { id });
        const contractIds = Object.fromEntries(contracts.map((c) => [c.lot, c.id]));
        await this.recording.record(tx, id, facts, { contractIds });
      }
      // Last, because a handover names the contract that comes after.
      for (const { contracts } of data.purchases)
        for (const { id, facts } of contracts) if (facts.length > 0) await this.contracts.record(tx, id, facts);
      await this.practice.load(tx, data);
      return true;
    });
  }

  private async bodies(tx: Tx, { dataset, organisations }: DemoDataset): Promise<void> {
    await tx.query(
      `INSERT INTO organisation (id, dataset, name, kind, region, categories, relations_known, licensed_workers, full_time_staff)
       SELECT g.id, $1, g.name, g.kind, g.region, ARRAY(SELECT jsonb_array_elements_text(g.categories)), g."relationsKnown",
         (g.staff ->> 'licensed')::integer, (g.staff ->> 'fullTime')::integer
       FROM jsonb_to_recordset($2::jsonb)
         AS g(id uuid, name text, kind text, region text, categories jsonb, staff jsonb, "relationsKnown" boolean)`,
      [dataset, JSON.stringify(organisations)],
    );
    const persons = organisations.flatMap((o) => [
      ...this.persons(o, 'head', o.heads),
      ...this.persons(o, 'founder', o.founders),
    ]);
    await tx.query(
      `INSERT INTO organisation_person (organisation_id, relation, person_key, name)
       SELECT g.organisation, g.relation, g.key, g.name FROM jsonb_to_recordset($1::jsonb)
         AS g(organisation uuid, relation text, key text, name text)`,
      [JSON.stringify(persons)],
    );
    const holdings = organisations.flatMap((o) => o.holds.map((held) => ({ held, by: o.id })));
    await tx.query(
      `INSERT INTO organisation_holding (organisation_id, held_by, relation)
       SELECT g.held, g.by, 'holding' FROM jsonb_to_recordset($1::jsonb) AS g(held uuid, by uuid)`,
      [JSON.stringify(holdings)],
    );
    await tx.recordAll(organisations.map((o) => change('organisation', o, dataset, [o.id])));
  }

  private persons(body: DemoOrganisation, relation: string, persons: DemoOrganisation['heads']) {
    return persons.map((p) => ({
      organisation: body.id,
      relation,
      key: personKey(this.keys.identity, p.key),
      name: p.name,
    }));
  }

  private async lines(tx: Tx, { dataset, communities, serviceLines }: DemoDataset): Promise<void> {
    await tx.query(
      `INSERT INTO community (id, dataset, name, region, kind, households, residents_60)
       SELECT g.id, $1, g.name, g.region, g.kind, g.households, g."residents60" FROM jsonb_to_recordset($2::jsonb)
         AS g(id uuid, name text, region text, kind text, households integer, "residents60" integer)`,
      [dataset, JSON.stringify(communities)],
    );
    await tx.query(
      `INSERT INTO service_line (id, dataset, name, category, target_group, region, responsible_id, since, until, known_until, assumption)
       SELECT g.id, $1, g.name, g.category, g."targetGroup", g.region, g.responsible, g.since, g.until, g."knownUntil",
         nullif(g.assumption, 'null'::jsonb)
       FROM jsonb_to_recordset($2::jsonb) AS g(id uuid, name text, category text, "targetGroup" text, region text,
         responsible uuid, since date, until date, "knownUntil" date, assumption jsonb)`,
      [dataset, JSON.stringify(serviceLines)],
    );
    await tx.query(
      `INSERT INTO service_line_community (service_line_id, community_id)
       SELECT g.id, c::uuid FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, communities jsonb),
         jsonb_array_elements_text(g.communities) c`,
      [JSON.stringify(serviceLines)],
    );
    await tx.recordAll([
      ...communities.map((c) => change('community', c, dataset, [])),
      ...serviceLines.map((l) => change('service_line', l, dataset, [l.responsible])),
    ]);
  }

  private async programmes(tx: Tx, { dataset, programmes }: DemoDataset): Promise<void> {
    await tx.query(
      `INSERT INTO programme (id, dataset, buyer_id, name, year, region, budget_level, calendar, source)
       SELECT g.id, $1, g.buyer, g.name, g.year, g.region, g."budgetLevel", g.calendar, g.source
       FROM jsonb_to_recordset($2::jsonb) AS g(id uuid, buyer uuid, name text, year integer, region text,
         "budgetLevel" text, calendar jsonb, source jsonb)`,
      [dataset, JSON.stringify(programmes)],
    );
    const budgetLines = programmes.flatMap((p) =>
      p.budgetLines.map((l) => ({ ...l, programme: p.id, amount: parseYuan(l.amount).toString() })),
    );
    await tx.query(
      `INSERT INTO budget_line (id, programme_id, name, category, amount, source_of_funds, use_by, note)
       SELECT g.id, g.programme, g.name, g.category, g.amount, g."sourceOfFunds", g."useBy", g.note
       FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, programme uuid, name text, category text, amount bigint,
         "sourceOfFunds" text, "useBy" text, note text)`,
      [JSON.stringify(budgetLines)],
    );
    await tx.recordAll(programmes.map((p) => change('programme', p, dataset, [p.buyer])));
  }

  /** After the programmes in which they may stand. */
  private async needs(tx: Tx, { dataset, needs }: DemoDataset): Promise<void> {
    await tx.query(
      `INSERT INTO need (id, dataset, title, description, category, target_group, headcount, evidence, community_id,
         service_line_id, recorded_on, source, state, verified_at, programme_id, planned_at)
       SELECT g.id, $1, g.title, g.description, g.category, g."targetGroup", g.headcount, g.evidence, g.community,
         g."serviceLine", g."recordedOn", g.source,
         CASE WHEN g.programme IS NOT NULL THEN 'planned' WHEN g."verifiedOn" IS NOT NULL THEN 'verified' ELSE 'recorded' END,
         g."verifiedOn"::timestamp AT TIME ZONE 'Asia/Shanghai', g.programme,
         CASE WHEN g.programme IS NOT NULL THEN g."verifiedOn"::timestamp AT TIME ZONE 'Asia/Shanghai' END
       FROM jsonb_to_recordset($2::jsonb) AS g(id uuid, title text, description text, category text, "targetGroup" text,
         headcount integer, evidence text, community uuid, "serviceLine" uuid, "recordedOn" text, source jsonb, "verifiedOn" date, programme uuid)`,
      [dataset, JSON.stringify(needs)],
    );
    await tx.recordAll(needs.map((n) => change('need', n, dataset, [])));
  }

  /** The shipped file of real notices goes the way of every file. */
  private async notices(): Promise<ImportRow | null> {
    const done = await this.transactions.run(SYSTEM, (tx) =>
      exists(tx, `SELECT 1 FROM import WHERE dataset = $1 AND NOT dry_run AND state = 'done' LIMIT 1`, [
        NOTICES_DATASET,
      ]),
    );
    if (done) return null;
    const name = NOTICES_DATASET.replace('import:', '');
    const id = await this.imports.receive(SYSTEM, createReadStream(NOTICES_FILE), {
      name,
      dryRun: false,
      maxBytes: 1 << 26,
    });
    await this.imports.run(id);
    return this.imports.find(id);
  }

  /** One bureau, one supervisor, one finance authority, all invented; one account each. Passwords are answered once. */
  private async firstAccounts(): Promise<DemonstrationAccount[]> {
    const fresh = await this.transactions.run(SYSTEM, async (tx) => {
      if (await exists(tx, `SELECT 1 FROM app_user LIMIT 1`, [])) return false;
      const bodies = Object.values(DEMONSTRATION_BODIES);
      const made = await tx.query<{ id: string }>(
        `INSERT INTO organisation (id, dataset, name, kind, region)
         SELECT g.id, 'live', g.name, g.kind, g.region FROM jsonb_to_recordset($1::jsonb)
           AS g(id uuid, name text, kind text, region text) ON CONFLICT DO NOTHING RETURNING id`,
        [JSON.stringify(bodies)],
      );
      await tx.recordAll(
        bodies.filter((b) => made.some((m) => m.id === b.id)).map((b) => change('organisation', b, 'live', [b.id])),
      );
      return true;
    });
    if (!fresh) return [];
    const { administration, bureau, supervisor, finance } = DEMONSTRATION_BODIES;
    return this.accounts.createDemonstrationAccounts({
      admin: administration.id,
      bureau_officer: bureau.id,
      bureau_approver: bureau.id,
      supervisor: supervisor.id,
      finance_authority: finance.id,
    });
  }
}

const exists = async (tx: Tx, sql: string, params: unknown[]): Promise<boolean> =>
  (await tx.query(sql, params)).length > 0;

const change = (aggregate: string, root: { id: string; region?: string }, dataset: string, tenants: string[]) => ({
  aggregate,
  id: root.id,
  action: 'recorded',
  dataset,
  region: root.region ?? null,
  tenants,
});

const figures = (data: DemoDataset) => ({
  dataset: data.dataset,
  purchases: data.purchases.length,
  serviceLines: data.serviceLines.length,
});
