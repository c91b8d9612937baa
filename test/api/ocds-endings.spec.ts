import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Losses } from '../../src/opendata/losses.js';
import type { TestApp } from '../support/app.js';
import { issueTender, makeBidder } from '../support/bidding.js';
import { creditCode } from '../support/contracts.js';
import { setBusinessTime, type Bureau } from '../support/drafts.js';
import { acceptedComplaint, actOnLot, actOnRemedy, decided } from '../support/lots.js';
import { faults, figures, fresh, importOcds } from '../support/ocds-files.js';
import { exportAll } from '../support/ocds-exported.js';
import { RULES, type Json } from '../support/ocds-rules.js';
import { OcdsSchema } from '../support/ocds-schema.js';
import { Paying, stateAccount } from '../support/paying.js';
import { contractOf, Resulting } from '../support/results.js';
import { startBureau } from '../support/started.js';

const OCID = 'ocds-demo00';
const ENDING = { reason: '发现违法', ground: 'unlawful_acts', reference: '财监〔2025〕7号' };
const LOTS = [
  { no: 1, name: '第一包', ceiling: '100000.00', pricing: 'competitive' },
  { no: 2, name: '第二包', ceiling: '90000.00', pricing: 'competitive' },
];

interface Award {
  id: string;
  status: string;
  date?: string;
  value?: { amount: number };
  suppliers?: { id: string; name: string }[];
}
interface Release {
  id: string;
  date: string;
  tag: string[];
  tender: Json & { enquiries?: Json[]; lots: Json[]; documents?: (Json & { id: string })[] };
  awards?: Award[];
  contracts?: { id: string; awardID: string; status: string }[];
}

describe('the open data of a purchase that is asked about, fails in part and is cancelled', () => {
  let app: TestApp;
  let bureau: Bureau;
  const schema = new OcdsSchema();
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
    await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [bureau.id, creditCode('11')]);
  });
  afterAll(() => app.close());

  const on = (day: string) => setBusinessTime(app, `${day}T10:00:00+08:00`);
  const listAwards = ({ awards = [] }: Release) =>
    awards
      .map(({ id, status, value }) => [id, status, value?.amount])
      .sort((a, b) => (String(a[1]) < String(b[1]) ? -1 : 1));
  /** What an import of these releases, one after the other or together, says of awards, contracts and deals. */
  const importAll = async (releases: readonly Release[], together: boolean) => {
    const name = fresh();
    const files = together ? [releases] : releases.map((release) => [release]);
    for (const file of files) {
      const done = await importOcds(app, name, JSON.stringify({ releases: file }));
      expect(await faults(app, done)).toEqual([]);
      expect(figures(done)).toEqual([file.length, file.length, 0, 0]);
    }
    const [release] = (await exportAll(app, `import:${name}`)).releases as unknown as Release[];
    const path = `/api/v1/statistics/awards?year=2025&groupBy=agency&dataset=import:${name}`;
    const { rows } = (await app.http.get(path).expect(200)).body as {
      rows: { label: string; deals: number; amount: string }[];
    };
    return { release: release as Release, deals: rows.map(({ label, deals, amount }) => [label, deals, amount]) };
  };

  /** The release by its OCID, once release, record and page are valid by the schema and the further rules. */
  const readValid = async (tender: string): Promise<Release> => {
    const faults: string[] = [];
    const read = async (path: string, of: 'release' | 'record' | 'page') => {
      const { body } = await app.http.get(`/api/v1/ocds/${path}`).expect(200);
      faults.push(...schema.listFaults(of, body));
      return body as { releases: Json[] };
    };
    await read(`records/${OCID}-${tender}`, 'record');
    await read('packages?dataset=live', 'page');
    const [release = {}] = (await read(`releases/${OCID}-${tender}`, 'release')).releases;
    for (const [name, rule] of Object.entries(RULES)) faults.push(...rule(release).map((fault) => `${name}: ${fault}`));
    expect(faults).toEqual([]);
    return release as unknown as Release;
  };

  it('is valid at each step, and each changes its id and its date', async () => {
    const { draft, tender, lots } = await issueTender(app, bureau, { lots: LOTS });
    const releases = [await readValid(tender)];
    expect(releases[0]?.tender).not.toHaveProperty('enquiries');

    await setBusinessTime(app, '2025-11-04T09:00:00+08:00');
    const { user } = await makeBidder(app);
    const path = `/api/v1/tenders/${tender}/clarifications`;
    const asked = await app.http.post(path).set(user.auth).send({ question: '是否含周末？' }).expect(200);
    // Nobody learns that somebody asked before it is answered.
    expect(await readValid(tender)).toEqual(releases[0]);
    const [question] = (asked.body as { items: { id: string }[] }).items;
    await setBusinessTime(app, '2025-11-05T09:00:00+08:00');
    await app.http
      .post(`${path}/${question?.id ?? ''}/answer`)
      .set(bureau.officer.auth)
      .send({ answer: '含周末。', affectsPreparation: false })
      .expect(200);
    releases.push(await readValid(tender));
    expect(releases[1]?.tender.enquiries).toEqual([
      {
        id: question?.id,
        date: expect.stringMatching(/^2025-11-04T09:.*\+08:00$/),
        description: '是否含周末？',
        answer: '含周末。',
        dateAnswered: expect.stringMatching(/^2025-11-05T09:.*\+08:00$/),
      },
    ]);

    await setBusinessTime(app, '2025-11-06T09:00:00+08:00');
    expect((await actOnLot(app, lots[0] ?? '', 'fail', ENDING, bureau.officer)).status).toBe(200);
    releases.push(await readValid(tender));
    expect(releases[2]?.tender['status']).toBe('active');
    expect(releases[2]?.tender.lots.map(({ status }) => status)).toEqual(['unsuccessful', 'active']);

    await setBusinessTime(app, '2025-11-07T09:00:00+08:00');
    const cancelling = { reason: '任务取消', ground: 'unforeseen_change', reference: '财监〔2025〕8号' };
    await draft.must('post', 'actions/cancel', cancelling, bureau.approver);
    releases.push(await readValid(tender));
    expect(releases[3]).toMatchObject({ tag: ['tender', 'tenderCancellation'], tender: { status: 'cancelled' } });
    expect(releases[3]?.tender.lots.map(({ status }) => status)).toEqual(['unsuccessful', 'cancelled']);

    expect(new Set(releases.map(({ id }) => id)).size).toBe(4);
    expect(releases.map(({ date }) => date.slice(0, 10))).toEqual([
      '2025-11-03',
      '2025-11-05',
      '2025-11-06',
      '2025-11-07',
    ]);
  });

  it('is valid where all of it failed, and says so', async () => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const { draft, tender } = await issueTender(app, bureau, { lots: LOTS });
    await draft.must('post', 'actions/fail', ENDING, bureau.officer);
    const release = await readValid(tender);
    expect(release.tender['status']).toBe('unsuccessful');
    expect(release.tender.lots.map(({ status }) => status)).toEqual(['unsuccessful', 'unsuccessful']);
  });

  it('has the date of an answer that no fact tells', async () => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const { tender } = await issueTender(app, bureau, { lots: LOTS });
    const { body } = await makeBidder(app);
    await app.dataSource.query(
      `INSERT INTO clarification (tender_id, question, asked_at, organisation_id, answer, answered_at)
       VALUES ($1, '是否含周末？', '2025-11-04T09:00:00+08:00', $2, '含周末。', '2025-11-05T09:00:00+08:00')`,
      [tender, body],
    );
    const release = await readValid(tender);
    expect([release.date, release.tender.enquiries?.length]).toEqual(['2025-11-05T09:00:00+08:00', 1]);
  });

  it('names awards that were refused or found invalid as cancelled, each step on its day, and so does who imports it', async () => {
    await on('2025-11-03');
    const result = await Resulting.begin(app, bureau, { ranks: [1, 2, 3, 4, 5] });
    const releases: Release[] = [];
    const read = async () => {
      const release = await readValid(result.id);
      releases.push(release);
      return release;
    };
    await on('2025-11-04');
    const first = await result.published();
    expect(listAwards(await read())).toEqual([[first.id, 'active', 150000]]);
    const address = { kind: 'result', url: 'https://www.ccgp.gov.cn/r1', publishedOn: '2025-11-04' };
    await app.http
      .post(`/api/v1/tenders/${result.id}/notices`)
      .set(bureau.officer.auth)
      .set('If-Match', `"${await result.version()}"`)
      .send(address)
      .expect(200);
    const listResults = async () => {
      const { body } = await app.http.get('/api/v1/notices?limit=200&dataset=live').expect(200);
      const { items } = body as { items: { id: string; kind: string; url: string | null; tender: string }[] };
      return items.flatMap(({ id, kind, url, tender }) =>
        kind === 'result' && tender === result.id ? [[id, url]] : [],
      );
    };
    const [published] = await listResults();
    expect(published?.[1]).toBe(address.url);
    await on('2025-11-06');
    expect((await result.onAward(first.id, 'refuse', { reason: '无法履约' }, await result.bidder(0))).status).toBe(200);
    const refused = await read();
    expect(listAwards(refused)).toEqual([[first.id, 'cancelled', 150000]]);
    expect(refused.awards?.[0]?.date).toBe(releases[0]?.awards?.[0]?.date);
    await result.must('propose-replacement', { reason: '放弃' }, bureau.officer);
    await on('2025-11-07');
    await result.must('replace-award');
    expect((await read()).tender['status']).toBe('active');
    await on('2025-11-08');
    const second = await result.publish();
    expect(listAwards(await read())).toEqual([
      [second.id, 'active', 160000],
      [first.id, 'cancelled', 150000],
    ]);
    await on('2025-11-10');
    const rival = await result.bidder(2);
    const filing = { tender: result.id, lot: 1, stage: 'result', grounds: '资格造假', requests: '另行确定' };
    const made = await app.http.post('/api/v1/challenges').set(rival.auth).send(filing).expect(201);
    const { id: remedy } = made.body as { id: string };
    const answer = { result: 'upheld', affectsResult: true, reason: '经查属实' };
    expect((await actOnRemedy(app, 'challenges', remedy, 'answer', answer, bureau.officer)).status).toBe(200);
    await on('2025-11-11');
    const effect = { reason: '落实', remedy, effect: 'next_rank' };
    expect((await actOnLot(app, result.lots[0]?.id ?? '', 'apply-remedy', effect, bureau.officer)).status).toBe(200);
    const invalidated = await read();
    expect(listAwards(invalidated).map(([, status]) => status)).toEqual(['cancelled', 'cancelled']);
    expect(invalidated.tender['status']).toBe('active');
    await result.must('confirm', { bid: result.bid(2) });
    await on('2025-11-12');
    const third = await result.publish();
    const last = await read();
    expect(listAwards(last)[0]).toEqual([third.id, 'active', 170000]);
    expect(listAwards(last)).toHaveLength(3);
    // Each result was published, and stays so under its id and address.
    const results = await listResults();
    expect(results).toHaveLength(3);
    expect(results).toContainEqual(published);
    expect(last.tender.documents?.filter(({ id }) => results.some(([known]) => known === id))).toHaveLength(3);
    expect(releases.map(({ date }) => date.slice(8, 10))).toEqual(['04', '06', '07', '08', '11', '12']);

    const winner = last.awards?.find(({ status }) => status === 'active')?.suppliers?.[0]?.name;
    for (const together of [false, true]) {
      const { release, deals } = await importAll(releases, together);
      expect(release.awards?.map(({ status, value }) => [status, value?.amount]).sort()).toEqual([
        ['active', 170000],
        ['cancelled', 150000],
        ['cancelled', 160000],
      ]);
      expect(deals).toEqual([[winner, 1, '170000.00']]);
    }
    // Between two winners nobody has won.
    const { release, deals } = await importAll(releases.slice(0, 2), false);
    expect([release.awards?.map(({ status }) => status), release.tender['status'], deals]).toEqual([
      ['cancelled'],
      'active',
      [],
    ]);
  });

  it('tells of a contract run here what was published of it, and counts what was not', async () => {
    const countOf = (losses: ReturnType<Losses['list']>) =>
      losses.find(
        ({ field, reason }) => field === 'contracts.implementation.transactions' && reason === 'not_published',
      )?.count ?? 0;
    const before = countOf((await exportAll(app, 'live')).losses.list());
    await on('2025-11-03');
    const result = await Resulting.begin(app, bureau, { window: { start: '2026-01-01', end: '2026-12-31' } });
    const contract = await contractOf(result, (await result.published()).id, 0);
    await contract.must('publish', {});
    await on('2026-01-01');
    await contract.must('start', {});
    await on('2026-02-02');
    expect((await stateAccount(app, contract.parties)).status).toBe(200);
    await new Paying(app, contract).paid(1);
    const paid = await readValid(result.id);
    expect([paid.date.slice(0, 10), paid.tag]).toEqual(['2025-11-03', ['tender', 'award', 'contract']]);
    expect(countOf((await exportAll(app, 'live')).losses.list()) - before).toBe(1);
    await on('2026-03-02');
    const { here } = await contract.amended({ reasonCode: 'supplement', supplement: '10000.00' });
    expect(await readValid(result.id)).toEqual(paid);
    await on('2026-03-03');
    const amendment = here.amendments.at(-1)?.id;
    await contract.must('publish-amendment', { amendment });
    const amended = await readValid(result.id);
    expect([amended.date.slice(0, 10), amended.tag]).toEqual([
      '2026-03-03',
      ['tender', 'award', 'contract', 'contractAmendment'],
    ]);
    expect(amended.contracts).toMatchObject([
      {
        status: 'active',
        value: { amount: 160000 },
        amendments: [{ id: amendment, date: '2026-03-03T00:00:00+08:00' }],
      },
    ]);
    await on('2026-04-01');
    await contract.terminated();
    const terminated = await readValid(result.id);
    expect([terminated.date.slice(0, 10), terminated.tag.at(-1)]).toEqual(['2026-04-01', 'contractTermination']);
    // What was served until then is accepted later; its end stays on record.
    const milestone = {
      id: 'm',
      title: '履约验收',
      type: 'assessment',
      status: 'met',
      dateMet: '2026-04-20T00:00:00+08:00',
    };
    const contracts = terminated.contracts?.map((each) => ({ ...each, implementation: { milestones: [milestone] } }));
    const accepted = { ...terminated, id: 'accepted', date: '2026-05-01T00:00:00+08:00', contracts } as Release;
    for (const given of [[terminated], [terminated, accepted]]) {
      const { release } = await importAll(given, false);
      expect(release.contracts?.map(({ status }) => status)).toEqual(['terminated']);
    }
  });

  it('names the award of a contract that was rescinded as cancelled and the contract as terminated, beside the next', async () => {
    await on('2025-11-03');
    const window = { start: '2025-12-15', end: '2026-12-14' };
    const result = await Resulting.begin(app, bureau, { ranks: [1, 2, 3, 4, 5], window });
    const first = await result.published();
    const contract = await contractOf(result, first.id, 0);
    await contract.must('publish', {});
    const signed = await readValid(result.id);
    expect(signed.contracts?.map(({ awardID, status }) => [awardID, status])).toEqual([[first.id, 'active']]);
    const remedy = await acceptedComplaint(app, bureau, await result.bidder(1), { tender: result.id, stage: 'result' });
    await decided(app, bureau.finance, remedy, 'rescind_contract');
    await on('2025-12-10');
    await contract.rescinded({
      reason: '处理决定',
      ground: 'complaint_decision',
      reference: '财决〔2025〕9号',
      remedy,
    });
    const rescinded = await readValid(result.id);
    expect(rescinded.date.slice(0, 10)).toBe('2025-12-10');
    expect(rescinded.contracts?.map(({ status }) => status)).toEqual(['terminated']);
    const effect = { reason: '另行确定', remedy, effect: 'next_rank' };
    const lot = result.lots[0]?.id ?? '';
    expect((await actOnLot(app, lot, 'apply-remedy-after-contract', effect, bureau.officer)).status).toBe(200);
    await result.must('confirm', { bid: result.bid(1) });
    const next = await result.publish();
    await contract.must('close-unperformed', { reason: '未履行' });
    const second = await contractOf(result, next.id, 1);
    await second.must('publish', {});
    const last = await readValid(result.id);
    expect(listAwards(last)).toEqual([
      [next.id, 'active', 160000],
      [first.id, 'cancelled', 150000],
    ]);
    const expected = [
      [first.id, 'terminated'],
      [next.id, 'active'],
    ];
    expect(last.contracts?.map(({ awardID, status }) => [awardID, status])).toEqual(expected);

    const winner = last.awards?.find(({ status }) => status === 'active')?.suppliers?.[0]?.name;
    for (const given of [[last], [signed, rescinded, last]]) {
      const { release, deals } = await importAll(given, false);
      expect(deals).toEqual([[winner, 1, '160000.00']]);
      const nameOf = (id: string) => release.awards?.find((award) => award.id === id)?.value?.amount;
      expect(release.contracts?.map(({ awardID, status }) => [nameOf(awardID), status]).sort()).toEqual([
        [150000, 'terminated'],
        [160000, 'active'],
      ]);
    }
  });
});
