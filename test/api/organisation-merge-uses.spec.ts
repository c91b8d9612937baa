import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { mergeParts } from '../../src/people/organisations/merges/merge-parts.js';
import { MERGE_USES, type MergeUse } from '../../src/people/organisations/merges/merge-uses.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { startBusinessAt } from '../support/drafts.js';
import { startMerging, told, type Merge, type Said } from '../support/merges.js';

/** Columns by which a record is used here, and what else a row says that counts. */
const USED: Readonly<Record<string, MergeUse>> = {
  'account_request.organisation_id': 'account_requests',
  'api_key.organisation_id': 'api_keys',
  'approval_level.organisation_id': 'payments',
  'award.supplier_id': 'bids_here',
  'bid.bidder_id': 'bids_here',
  'challenge.agent_id': 'remedies',
  'challenge.recorder_id': 'remedies',
  'challenge.buyer_id': 'remedies',
  'challenge.challenger_id': 'remedies',
  'clarification.organisation_id': 'questions',
  'complaint.agent_id': 'remedies',
  'complaint.authority_id': 'remedies',
  'complaint.buyer_id': 'remedies',
  'complaint.complainant_id': 'remedies',
  'complaint_notice.organisation_id': 'remedies',
  'continuity_plan_item.receiver_id': 'handovers',
  'contract.buyer_id': 'contracts_here',
  'contract.supplier_id': 'contracts_here',
  'document.organisation_id': 'documents',
  'document_request.organisation_id': 'questions',
  'envelope_check.bidder_id': 'bids_here',
  'evaluation.buyer_id': 'evaluations',
  'evaluation.evaluator_id': 'evaluations',
  'evaluation.proposed_id': 'evaluations',
  'evaluation.supplier_id': 'evaluations',
  'evaluation_scheme.drafted_by': 'evaluations',
  'evaluation_scheme.owner_id': 'evaluations',
  'expert.organisation_id': 'experts',
  'flag_ask.organisation_id': 'flags',
  'flag_event.organisation_id': 'flags',
  'handover.from_id': 'handovers',
  'handover.receiver_id': 'handovers',
  'invoice.supplier_id': 'payments',
  'meeting.caller_id': 'meetings',
  'meeting_invited.organisation_id': 'meetings',
  'meeting_resolution.owner_id': 'meetings',
  'organisation_bar.organisation_id': 'bars',
  'organisation_bar.recorded_by': 'bars',
  'organisation_holding.held_by': 'relations',
  'organisation_holding.organisation_id': 'relations',
  'organisation_person.organisation_id': 'relations',
  'payee_account.organisation_id': 'payments',
  'rating.rated_id': 'evaluations',
  'rating.rater_id': 'evaluations',
  'recipient.holder_id': 'recipients',
  'registration.organisation_id': 'registrations',
  'seat.organisation_id': 'seats',
  'survey.runner_id': 'surveys',
  'tender.agent_id': 'purchases_here',
  'tender.buyer_id': 'purchases_here',
  'visit.body_id': 'visits',
  'webhook_endpoint.organisation_id': 'webhooks',
  'worker.organisation_id': 'workers',
};
/** Columns that go over, or are read by the record in which a body goes on. */
const MOVED = [
  'community.committee_id',
  'community.owner_id',
  'contract_halt.served_by',
  'import_name.organisation_id',
  'need.owner_id',
  'organisation.merged_into',
  'organisation_merge.into_id',
  'organisation_merge.organisation_id',
  'programme.buyer_id',
  'service_line.responsible_id',
];
/** What counts only of a purchase that is conducted here. */
const HERE: Readonly<Record<string, object>> = { tender: { conducted: 'here' }, contract: { conducted: 'here' } };
/** Parts of a row that name a body in other ways. */
const NAMED: readonly [string, MergeUse, string, (record: string) => object][] = [
  ['a tie of an expert', 'experts', 'expert', (record) => ({ ties: [record] })],
  ['a joint buyer', 'purchases_here', 'tender', (record) => ({ ...HERE.tender, terms: { jointBuyers: [record] } })],
  [
    'the authority for complaints',
    'purchases_here',
    'tender',
    (record) => ({ ...HERE.tender, terms: { complaintAuthority: record } }),
  ],
];
/** What counts only where somebody asked for it: below, by HTTP. */
const ASKED: readonly MergeUse[] = ['corrections'];

let app: TestApp;
let m: Awaited<ReturnType<typeof startMerging>>;
let rows: Rows;
beforeAll(async () => {
  app = await startTestApp();
  await startBusinessAt(app, '2026-03-02T09:00:00+08:00');
  m = await startMerging(app);
  rows = await Rows.of(app);
});
afterAll(async () => {
  await rows.end();
  await app.close();
});

interface Column {
  name: string;
  type: string;
}
/** A value of each type that a row cannot be without. */
const VALUES: Readonly<Record<string, string>> = {
  uuid: 'gen_random_uuid()',
  text: 'gen_random_uuid()::text',
  integer: '1',
  bigint: '1',
  smallint: '1',
  numeric: '1',
  boolean: 'false',
  date: `date '2026-03-02'`,
  'timestamp with time zone': 'now()',
  bytea: `'\\x00'`,
  jsonb: `'{}'`,
};

/** Rows that stand alone, as they would be at the end of many steps: nothing refuses them, and nothing follows from them. */
class Rows {
  private constructor(private readonly runner: QueryRunner) {}

  static async of({ dataSource }: TestApp): Promise<Rows> {
    const runner = dataSource.createQueryRunner();
    await runner.connect();
    await runner.query(`SET session_replication_role = replica`);
    const checks = await runner.query(
      `SELECT c.conrelid::regclass AS of, c.conname AS name FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
       WHERE c.contype = 'c' AND t.relname = ANY ($1)`,
      [[...Object.keys(USED).map((field) => field.split('.')[0]), 'tender']],
    );
    for (const { of, name } of checks as { of: string; name: string }[])
      await runner.query(`ALTER TABLE ${of} DROP CONSTRAINT "${name}"`);
    return new Rows(runner);
  }

  async end(): Promise<void> {
    await this.runner.query(`RESET session_replication_role`);
    await this.runner.release();
  }

  /** Answers what takes the row away. */
  async insert(table: string, values: Record<string, unknown>): Promise<() => Promise<unknown>> {
    const needed = (await this.runner.query(
      `SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type FROM pg_attribute a
       WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull AND NOT a.atthasdef
         AND a.attidentity = '' AND a.attgenerated = ''`,
      [table],
    )) as Column[];
    const others = needed.filter(({ name }) => !(name in values));
    const given = Object.entries(values);
    const [row] = (await this.runner.query(
      `INSERT INTO ${table} (${[...given.map(([name]) => name), ...others.map(({ name }) => name)].join(', ')})
       VALUES (${[...given.map((_, i) => `$${i + 1}`), ...others.map(({ type }) => VALUES[type] ?? (type.endsWith('[]') ? `'{}'` : 'NULL'))].join(', ')})
       RETURNING ctid::text AS place`,
      given.map(([, value]) => value),
    )) as [{ place: string }];
    return () => this.runner.query(`DELETE FROM ${table} WHERE ctid = $1::tid`, [row.place]);
  }
}

/** Refused as long as the row is there, with the name of the use and its words, and then not any more. */
async function expectUse(use: MergeUse, record: string, take: () => Promise<unknown>): Promise<void> {
  const into = await m.makeCoded();
  const refused = await app.http
    .post(`/api/v1/organisations/${record}/merges`)
    .set({ ...m.admin.auth, 'Accept-Language': 'zh' })
    .send({ into: into.id, ground: '同一机构' });
  expect([told(refused), (refused.body as Said).facts]).toEqual([[422, 'merge_acts_here'], { uses: [use] }]);
  expect(refused.body).toMatchObject({ detail: `本登记涉及：${MERGE_USES[use].zh}` });
  await take();
  await m.propose(record, into.id).expect(201);
}

describe('a record is not merged as long as it is named', () => {
  it('by columns that all are here', () => {
    expect([...Object.keys(USED), ...MOVED].sort()).toEqual([...mergeParts.fields].sort());
    expect(new Set([...Object.values(USED), ...NAMED.map(([, use]) => use), ...ASKED])).toEqual(
      new Set(Object.keys(MERGE_USES)),
    );
  });

  it.each(Object.entries(USED))('by %s: %s', async (field, use) => {
    const [table = '', column = ''] = field.split('.');
    const record = (await m.makeNamed()).id;
    const tender = crypto.randomUUID();
    const takeTender =
      table === 'bid' || table === 'award' ? await rows.insert('tender', { id: tender, conducted: 'here' }) : null;
    const state = table === 'organisation_bar' ? { state: 'in_force' } : {};
    const take = await rows.insert(table, {
      ...{ ...HERE[table], ...state, ...(takeTender && { tender_id: tender }) },
      [column]: record,
    });
    await expectUse(use, record, take);
    await takeTender?.();
  });

  it.each(NAMED)('as %s: %s', async (_, use, table, name) => {
    const record = (await m.makeNamed()).id;
    await expectUse(use, record, await rows.insert(table, { ...name(record) }));
  });
});

describe('a record may be merged', () => {
  const record = async () => [(await m.makeNamed()).id, (await m.makeCoded()).id] as const;

  it('that takes part in purchases elsewhere alone', async () => {
    const [from, into] = await record();
    const tender = crypto.randomUUID();
    const taken = [
      await rows.insert('tender', { id: tender, conducted: 'elsewhere', agent_id: from }),
      await rows.insert('bid', { tender_id: tender, bidder_id: from }),
    ];
    await m.propose(from, into).expect(201);
    for (const take of taken) await take();
  });

  it('when what barred it is over, which somebody withdraws', async () => {
    const [from, into] = await record();
    const decision = {
      ...{ number: '财监〔2026〕1号', authority: '示例市财政局', decided: 'court' },
      ...{ from: '2026-01-01', until: '2026-12-31' },
    };
    const bars = `/api/v1/organisations/${from}/bars`;
    const merge = (await m.propose(from, into).expect(201)).body as Merge;
    const confirm = () => m.act(from, merge.id, 'confirm', m.other);
    const made = await app.http.post(bars).set(m.admin.auth).send(decision).expect(201);
    expect((await confirm()).body).toMatchObject({ code: 'merge_acts_here', facts: { uses: ['bars'] } });
    await app.http
      .post(`${bars}/${(made.body as Merge).id}/actions/withdraw`)
      .set({ ...m.admin.auth, 'If-Match': made.headers.etag ?? '' })
      .send({ reason: '有误' })
      .expect(200);
    expect((await confirm()).status).toBe(200);
  });

  it('when its correction was objected to', async () => {
    const [from, into] = await record();
    const asked = await app.http
      .post('/api/v1/account-requests')
      .set(m.admin.auth)
      .send({ organisation: from, region: '990200', ground: '登记证书影印件' })
      .expect(201);
    expect((await m.propose(from, into)).body).toMatchObject({
      ...{ code: 'merge_acts_here', facts: { uses: ['corrections'] } },
    });
    await app.http
      .post(`/api/v1/account-requests/${(asked.body as Merge).id}/actions/refuse`)
      .set({ ...m.other.auth, 'If-Match': asked.headers.etag ?? '' })
      .send({})
      .expect(200);
    await m.propose(from, into).expect(201);
  });

  it('when somebody wrote its correction by hand, which never comes into force', async () => {
    const [from, into] = await record();
    await rows.insert('account_request', { organisation_id: from, state: 'agreed', correction: {} });
    await m.propose(from, into).expect(201);
  });

  it('when it was corrected', async () => {
    const [from, into] = await record();
    await rows.insert('account_request', {
      ...{ organisation_id: from, state: 'agreed', correction: {}, applied_at: new Date() },
    });
    await m.propose(from, into).expect(201);
  });

  it('when nothing is stated any more of who is behind it', async () => {
    const [from, into] = await record();
    const state = async (holdings: object[]) => {
      const { headers } = await app.http.get(`/api/v1/organisations/${from}`).set(m.admin.auth);
      return app.http
        .put(`/api/v1/organisations/${from}/relations`)
        .set({ ...m.admin.auth, 'If-Match': headers.etag ?? '' })
        .send({ persons: [], holdings, complete: false })
        .expect(200);
    };
    await state([{ organisation: (await m.makeNamed()).id, relation: 'holding' }]);
    expect((await m.propose(from, into)).body).toMatchObject({ facts: { uses: ['relations'] } });
    await state([]);
    await m.propose(from, into).expect(201);
  });
});
