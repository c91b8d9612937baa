import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BulkKindName } from '../../src/imports/bulk/bulk-kind-names.js';
import { Reassessment } from '../../src/watch/runs/reassessment.js';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { postRows, readOutcome } from '../support/bulk-rows.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { workedOff } from '../support/owed-work.js';

let app: TestApp;
let officer: TestAccount;
let worker: TestAccount;
let contract: Contracting;
beforeAll(async () => {
  app = await startTestApp({ worker: true });
  const parties: Parties = await makeParties(app);
  contract = await Contracting.signed(app, parties);
  worker = await makeUser(app, 'agency_worker', parties.agency);
  officer = await makeAccount(app, {
    role: 'bureau_officer',
    organisation: await makeBody(app, { name: '虚构区民政局' }),
  });
  await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
  await contract.act('start');
  await workedOff(app);
});
afterAll(() => app.close());

const ROWS = [1, 2, 3];
const amount = (n: number): string => `${5000 + n}`;
/** Three rows of each kind and one that is refused; a kind stands behind those that it refers to. Then: what has an entry for each row. */
const KINDS: readonly [BulkKindName, (n: number) => object, object, string][] = [
  [
    'organisations',
    (n) => ({ externalId: `after:b${n}`, name: `机构${n}` }),
    { externalId: 'after:b4' },
    'organisation',
  ],
  [
    'service-lines',
    (n) => ({ externalId: `after:l${n}`, name: `服务线${n}`, category: 'ELDERLY_HOME_CARE', since: '2020-01-01' }),
    { externalId: 'after:l4', name: '服务线' },
    'service_line',
  ],
  [
    'purchases',
    (n) => ({ externalId: `after:p${n}`, title: `居家养老服务${n}`, category: 'ELDERLY_HOME_CARE', lotNo: 1 }),
    { externalId: 'after:p4' },
    'tender',
  ],
  [
    'facts',
    (n) => ({
      ...{ tender: `after:p${n}`, kind: 'award', reference: 'A', lot: 1, supplierName: '机构甲', bidCount: 3 },
      ...{ amount: amount(n), decidedOn: '2024-01-25' },
    }),
    { tender: 'after:p1', kind: 'award', reference: 'A2', lot: 7 },
    'tender',
  ],
  [
    'contracts',
    (n) => ({
      ...{ externalId: `after:c${n}`, tender: `after:p${n}`, lot: 1, supplierName: '机构甲', amount: amount(n) },
      ...{ signedOn: '2024-02-15', windowStart: '2024-03-01', windowEnd: '2024-06-30' },
    }),
    { externalId: 'after:c4', tender: 'after:p9' },
    'contract',
  ],
  [
    'milestones',
    (n) => ({ contract: `after:c${n}`, reference: 'M', name: '中期', dueOn: '2024-05-30' }),
    { contract: 'after:c9', reference: 'M' },
    'contract',
  ],
  [
    'payments',
    (n) => ({ contract: `after:c${n}`, reference: 'P', on: '2024-04-01', amount: '1000' }),
    { contract: 'after:c1', reference: 'P2', on: '2024-04-01', amount: 'much' },
    'contract',
  ],
  [
    'records',
    (n) => ({
      ...{ externalId: `after:r${n}`, contract: contract.id, servedOn: `2026-02-0${n}` },
      ...{ form: 'group', minutes: 30, assistants: 1, participants: 12 },
    }),
    { externalId: 'after:r4', servedOn: '2026-02-04' },
    'service_record_batch',
  ],
];

interface Entry {
  aggregate: string;
  ids: string[];
  actor: string;
  /** Records of service that an entry names. */
  records: number;
}
const listEntries = (id: string): Promise<Entry[]> =>
  app.dataSource.query<Entry[]>(
    `SELECT e.aggregate_type AS aggregate, array_agg(DISTINCT e.aggregate_id) AS ids, e.actor_id AS actor,
       coalesce(sum(jsonb_array_length(said #> '{data,records}')), 0)::int AS records
     FROM audit_entry e CROSS JOIN LATERAL (SELECT convert_from(e.canonical, 'UTF8')::jsonb AS said) s
     WHERE said #>> '{data,import}' = $1 AND e.aggregate_type <> 'import'
     GROUP BY e.aggregate_type, e.actor_id`,
    [id],
  );

describe.each(KINDS)('after %s came in bulk', (kind, makeRow, faulty, aggregate) => {
  const sender = () => (kind === 'records' ? worker : officer);
  let id: string;
  beforeAll(async () => {
    const { body } = await postRows(app, sender(), kind, [...ROWS.map(makeRow), faulty]).expect(202);
    id = body.id;
    await workedOff(app);
  });

  it('each row that was taken has its entry in the audit, as who sent it, and one that was refused has none', async () => {
    expect((await readOutcome(app, sender(), id)).figures).toEqual([3, 0, 1]);
    const entries = await listEntries(id);
    expect(new Set(entries.map(({ actor }) => actor))).toEqual(new Set([sender().id]));
    const own = entries.find((entry) => entry.aggregate === aggregate);
    expect(kind === 'records' ? own?.records : own?.ids.length).toBe(ROWS.length);
  });

  it('what the rules say is caught up: a full pass finds nothing to change', async () => {
    const { subjects, changed } = await app.running.app.get(Reassessment).reassessAll({ dataset: 'live' });
    expect(subjects).toBeGreaterThan(0);
    expect(changed).toBe(0);
  });
});

it('what came in bulk is assessed without a full pass', async () => {
  const [assessed] = await app.dataSource.query(
    `SELECT count(*)::int AS roots FROM external_id x
     JOIN risk_subject s ON s.subject_type = x.root_type AND s.subject_id = x.root_id AND s.assessed_at IS NOT NULL
     WHERE x.system = 'after' AND x.root_type IN ('tender', 'contract')`,
  );
  expect(assessed).toEqual({ roots: 2 * ROWS.length });
});
