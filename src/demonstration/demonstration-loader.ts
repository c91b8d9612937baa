import { Injectable } from '@nestjs/common';
import { SYSTEM, type Principal } from '../kernel/access/principal.js';
import { Keys } from '../kernel/config/keys.js';
import { Transactions, type Tx } from '../kernel/database/transactions.js';
import { parseYuan } from '../kernel/money/money.js';
import { listPermissions } from '../people/accounts/roles.js';
import { FirstAccounts, type DemonstrationAccount } from '../people/accounts/users/first-accounts.js';
import { ContractsService } from '../purchase/contracts/contracts.service.js';
import { ImportsService } from '../imports/imports.service.js';
import type { ImportRow } from '../imports/import.entity.js';
import { openFile } from '../imports/spool.js';
import { personKey } from '../people/organisations/persons/person-keys.js';
import { RecordingService } from '../purchase/tenders/recording/recording.service.js';
import { DEMONSTRATION_BODIES } from './bodies.js';
import type { DemoDataset, DemoPerson } from './demonstration-types.js';
import { everydayDataset } from './everyday/everyday-dataset.js';
import { insertEverydayDraft } from './everyday/everyday-draft.js';
import { EVERYDAY_SURVEY, openEverydaySurvey } from './everyday/everyday-survey.js';
import { fictionDataset } from './fiction/fiction-dataset.js';
import { NOTICES_DATASET, NOTICES_FILE } from './notices/notices.js';
import { DemonstrationLimits } from './demonstration-limits.js';
import { PracticeLoader } from './practice-loader.js';
import { studyDataset } from './study/study-dataset.js';
import {
  insertCommunities,
  insertLineCommunities,
  insertNeeds,
  insertServiceLines,
} from '../people/communities/bulk-inserts.js';
import {
  insertHoldings,
  insertMissingOrganisations,
  insertOrganisations,
  insertPersons,
} from '../people/organisations/bulk-inserts.js';
import { insertBudgetLines, insertProgrammes } from '../purchase/programmes/bulk-inserts.js';
import { shanghaiTime } from './shanghai-time.js';
import type { PlainDate } from '../kernel/clock/plain-date.js';
import { todayInShanghai } from '../kernel/clock/moment.js';
import { SlipsService } from '../care/surveys/answers/slips.service.js';

/** What a first start has loaded, for printing. */
export interface Loaded {
  datasets: { dataset: string; purchases: number; serviceLines: number }[];
  notices: ImportRow | null;
  accounts: DemonstrationAccount[];
  /** The key of a program, and the code of a resident's slip; said once, like the passwords. */
  key: string | null;
  slip: string | null;
}

/** Writes drafts, before there are accounts. */
const OFFICER: Principal = { ...SYSTEM, permissions: listPermissions(['bureau_officer']) };

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
    private readonly slips: SlipsService,
    private readonly limits: DemonstrationLimits,
  ) {}

  /**
   * Each part in one transaction, each only where it is not there yet: a start that was cut short goes on. `screen` runs
   * over what was loaded. Accounts come last: their passwords are said once, so nothing may fail after them.
   */
  async load(screen: () => Promise<unknown> = () => Promise.resolve()): Promise<Loaded> {
    const datasets = [];
    for (const data of [studyDataset(), fictionDataset()]) if (await this.dataset(data)) datasets.push(figures(data));
    const notices = await this.notices();
    const isFresh = await this.transactions.run(
      SYSTEM,
      async (tx) => !(await exists(tx, `SELECT 1 FROM app_user LIMIT 1`, [])),
    );
    if (isFresh) {
      const everyday = await this.loadEveryday();
      if (everyday !== null) datasets.push(figures(everyday));
    }
    if (datasets.length > 0 || notices !== null) await screen();
    return { datasets, notices, ...(isFresh ? await this.openDoors() : { accounts: [], key: null, slip: null }) };
  }

  /** One dataset, all of it or nothing; false where it is there already. */
  async dataset(data: DemoDataset): Promise<boolean> {
    await this.limits.state();
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
    await insertOrganisations(
      tx,
      organisations.map(({ id, name, kind, region, categories, relationsKnown, staff }) => ({
        id,
        dataset,
        name,
        kind,
        region,
        categories: [...categories],
        relationsKnown,
        licensedWorkers: staff?.licensed ?? null,
        fullTimeStaff: staff?.fullTime ?? null,
      })),
    );
    await insertPersons(
      tx,
      organisations.flatMap((o) => [
        ...this.persons(o.id, 'head', o.heads),
        ...this.persons(o.id, 'founder', o.founders),
      ]),
    );
    await insertHoldings(
      tx,
      organisations.flatMap(({ id, holds }) =>
        holds.map((held) => ({ organisationId: held, heldBy: id, relation: 'holding' as const })),
      ),
    );
    await tx.recordAll(organisations.map((o) => change('organisation', o, dataset, [o.id])));
  }

  private persons(organisationId: string, relation: 'head' | 'founder', persons: readonly DemoPerson[]) {
    return persons.map(({ key, name }) => ({
      organisationId,
      relation,
      personKey: personKey(this.keys.identity, key),
      name,
    }));
  }

  private async lines(tx: Tx, { dataset, communities, serviceLines }: DemoDataset): Promise<void> {
    await insertCommunities(
      tx,
      communities.map(({ key: _, ...community }) => ({ ...community, dataset })),
    );
    await insertServiceLines(
      tx,
      serviceLines.map(({ key: _, communities: __, responsible, ...line }) => ({
        ...line,
        dataset,
        responsibleId: responsible,
      })),
    );
    await insertLineCommunities(
      tx,
      serviceLines.flatMap(({ id, communities: served }) =>
        served.map((community) => ({ serviceLineId: id, communityId: community })),
      ),
    );
    await tx.recordAll([
      ...communities.map((c) => change('community', c, dataset, c.committeeId === undefined ? [] : [c.committeeId])),
      ...serviceLines.map((l) => change('service_line', l, dataset, [l.responsible])),
    ]);
  }

  private async programmes(tx: Tx, { dataset, programmes }: DemoDataset): Promise<void> {
    await insertProgrammes(
      tx,
      programmes.map(({ id, buyer, name, year, region, budgetLevel, calendar, source }) => ({
        id,
        dataset,
        buyerId: buyer,
        name,
        year,
        region,
        budgetLevel,
        calendar,
        source,
      })),
    );
    await insertBudgetLines(
      tx,
      programmes.flatMap(({ id, budgetLines }) =>
        budgetLines.map((line) => ({ ...line, programmeId: id, amount: parseYuan(line.amount) })),
      ),
    );
    await tx.recordAll(programmes.map((p) => change('programme', p, dataset, [p.buyer])));
  }

  /** After the programmes in which they may stand. */
  private async needs(tx: Tx, { dataset, needs }: DemoDataset): Promise<void> {
    await insertNeeds(
      tx,
      needs.map(({ key: _, community, serviceLine, verifiedOn, programme, ...need }) => {
        const verifiedAt = verifiedOn === undefined ? null : shanghaiTime(verifiedOn);
        return {
          ...need,
          dataset,
          communityId: community,
          serviceLineId: serviceLine,
          state: programme !== undefined ? 'planned' : verifiedAt === null ? 'recorded' : 'verified',
          verifiedAt,
          programmeId: programme ?? null,
          plannedAt: programme === undefined ? null : verifiedAt,
        };
      }),
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
    const id = await this.imports.receive(SYSTEM, openFile(NOTICES_FILE), {
      name,
      dryRun: false,
      maxBytes: 1 << 26,
    });
    await this.imports.run(id);
    return this.imports.find(id);
  }

  /** What is at work today in the bodies of the accounts; null where it is there already. */
  async loadEveryday(today: PlainDate = todayInShanghai(new Date())): Promise<DemoDataset | null> {
    await this.transactions.run(SYSTEM, async (tx) => {
      const bodies = Object.values(DEMONSTRATION_BODIES);
      const made = await insertMissingOrganisations(tx, 'live', bodies);
      await tx.recordAll(
        bodies.filter(({ id }) => made.includes(id)).map((b) => change('organisation', b, 'live', [b.id])),
      );
    });
    const data = everydayDataset(today);
    const isNew = await this.dataset(data);
    await this.transactions.run(SYSTEM, (tx) => openEverydaySurvey(tx, today));
    await this.transactions.run(OFFICER, (tx) => insertEverydayDraft(tx, today));
    return isNew ? data : null;
  }

  /** A way in for everybody who uses the product: an account for each role, a program's key, a resident's slip. */
  async openDoors(): Promise<Pick<Loaded, 'accounts' | 'key' | 'slip'>> {
    const { administration, bureau, supervisor, finance, agent, agency, evaluator, committee, experts } =
      DEMONSTRATION_BODIES;
    const slip = await this.transactions.run(SYSTEM, (tx) => this.slips.printSlip(tx, EVERYDAY_SURVEY, 1));
    const accounts = await this.accounts.createDemonstrationAccounts({
      admin: administration.id,
      system_admin: administration.id,
      auditor: administration.id,
      bureau_officer: bureau.id,
      bureau_approver: bureau.id,
      supervisor: supervisor.id,
      finance_authority: finance.id,
      procurement_agent: agent.id,
      agency_manager: agency.id,
      agency_worker: agency.id,
      panel_member: experts.id,
      evaluator: evaluator.id,
      community_worker: committee.id,
      integrator: bureau.id,
    });
    const holder = accounts.find(({ role }) => role === 'integrator');
    const key = holder === undefined ? null : await this.accounts.createDemonstrationKey(holder.id, bureau.id);
    return { accounts, key, slip };
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
