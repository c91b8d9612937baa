import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { creditCode } from '../support/contracts.js';
import { text } from '../support/imports.js';
import { CNY, faults, fresh, importOcds, inForce, losses, PARTIES, refer, release, TENDER, tenderOf } from '../support/ocds-files.js'; // prettier-ignore
import { OcdsSchema } from '../support/ocds-schema.js';
import { exportAll } from '../support/ocds-exported.js';
import { given, Recorder } from '../support/purchases.js';

interface Named {
  id: string;
  name?: string;
}
interface Release {
  parties: (Named & { roles: string[] })[];
  tender: {
    tenderPeriod?: { startDate?: string; endDate?: string };
    status?: string;
    amendments?: Named[];
    enquiries?: Named[];
    tenderers?: Named[];
  };
  bids?: { details: (Named & { date?: string; tenderers?: Named[]; value?: { amount: number } })[] };
  awards?: { id: string; status: string; suppliers?: Named[] }[];
  contracts?: { implementation?: { transactions?: Named[]; milestones?: Named[] } }[];
}
interface StoredFact {
  id: string;
  kind: string;
  data: Record<string, unknown>;
  replacedBy: string | null;
}

describe('a release of OCDS', () => {
  let app: TestApp;
  let officer: Recorder;
  const schema = new OcdsSchema();
  beforeAll(async () => {
    app = await startTestApp();
    officer = await Recorder.of(app);
  });
  afterAll(() => app.close());

  const published = async (tender: string): Promise<Release> => {
    const { body } = await officer.get(`/tenders/${tender}`).expect(200);
    const answer = await app.http.get(`/api/v1/ocds/releases/${(body as { ocid: string }).ocid}`).expect(200);
    expect(schema.listFaults('release', answer.body)).toEqual([]);
    return (answer.body as { releases: Release[] }).releases[0] as Release;
  };
  const from = (publishedOn: string) => ({ source: { kind: 'notice', publishedOn, reference: publishedOn } });
  /** Corrects the fact of that kind by other words. */
  const correct = async (root: 'tenders' | 'contracts', id: string, kind: string, more: object) => {
    const { body } = await officer.get(`/${root}/${id}`).expect(200);
    const facts = (body as { facts: StoredFact[] }).facts.filter((f) => f.kind === kind && f.replacedBy === null);
    const fact = facts[0] as StoredFact & { lot: number | null; source: object };
    const { lot, source, data } = fact;
    const place = root === 'tenders' && { lot };
    const correction = { kind, ...place, source, data: { ...data, ...more }, replaces: fact.id, reason: '录入有误' };
    await officer.post(`/${root}/${id}/facts`, { facts: [correction] }).expect(200);
  };

  it('names bids, payments, milestones, amendments and answers by the same id before and after a correction', async () => {
    const { id } = (await officer.tender({ lots: [{ no: 1, ceiling: '200000.00' }] })) as { id: string };
    const { body } = await officer
      .facts(id, [
        given('notice', { publishedOn: '2017-11-01' }),
        given('correction', { publishedOn: '2017-11-05', deadline: '2017-11-20' }),
        given('clarification', { publishedOn: '2017-11-06', text: '可以' }),
        given('bid', { bidder: { name: '甲社会工作服务中心' }, price: '180000.00' }, { lot: 1 }),
        given('contract', { supplier: { name: '甲社会工作服务中心' } }, { lot: 1 }),
      ])
      .expect(200);
    const contract = (body as { contracts: Named[] }).contracts[0]?.id as string;
    await officer
      .contractFacts(contract, [
        given('payment', { on: '2018-02-01', amount: '10000.00' }),
        given('milestone', { name: '中期', dueOn: '2018-03-01' }),
        given('acceptance', { concludedOn: '2018-06-01', result: 'passed' }),
      ])
      .expect(200);
    const listIds = ({ tender, bids, contracts }: Release) => {
      const { transactions = [], milestones = [] } = contracts?.[0]?.implementation ?? {};
      const lists = { ...tender, bids: bids?.details ?? [], transactions, milestones };
      return (['bids', 'transactions', 'milestones', 'amendments', 'enquiries'] as const).map((name) => [
        name,
        lists[name]?.map((each) => each.id),
      ]);
    };
    const before = await published(id);
    expect(listIds(before).map(([, ids]) => ids?.length)).toEqual([1, 1, 2, 1, 1]);
    // Twice: what a correction is corrected by goes back to the first one too.
    for (const n of [1, 2]) {
      await correct('tenders', id, 'correction', { deadline: `2017-11-2${n}` });
      await correct('tenders', id, 'clarification', { text: `可以${n}` });
      await correct('tenders', id, 'bid', { price: `17000${n}.00` });
      await correct('contracts', contract, 'payment', { amount: `1100${n}.00` });
      await correct('contracts', contract, 'milestone', { dueOn: `2018-03-1${n}` });
      await correct('contracts', contract, 'acceptance', { concludedOn: `2018-06-1${n}` });
    }
    const after = await published(id);
    expect(after.bids?.details[0]?.value?.amount).toBe(170_002);
    expect(after.tender.tenderPeriod?.endDate).toBe('2017-11-22T23:59:59+08:00');
    expect(listIds(after)).toEqual(listIds(before));
  });

  it('ends its tender period with the correction published last, in whatever order they were recorded', async () => {
    const { id } = (await officer.tender()) as { id: string };
    const endOf = async () => (await published(id)).tender.tenderPeriod?.endDate;
    await officer
      .facts(id, [given('notice', { publishedOn: '2017-11-01', deadline: '2017-11-15' }, from('2017-11-01'))])
      .expect(200);
    await officer
      .facts(id, [given('correction', { publishedOn: '2017-11-10', deadline: '2017-11-25' }, from('2017-11-10'))])
      .expect(200);
    await officer
      .facts(id, [given('correction', { publishedOn: '2017-11-05', deadline: '2017-11-20' }, from('2017-11-05'))])
      .expect(200);
    expect(await endOf()).toBe('2017-11-25T23:59:59+08:00');
    // The notice stands where it stood, however late another word of it was corrected.
    await correct('tenders', id, 'notice', { documentsTo: '2017-11-08' });
    expect(await endOf()).toBe('2017-11-25T23:59:59+08:00');
  });

  it('begins its tender period with the day that all notices say together', async () => {
    const { id } = (await officer.tender()) as { id: string };
    await officer
      .facts(id, [
        given('notice', { publishedOn: '2017-11-01' }, from('2017-11-01')),
        given('notice', { publishedOn: '2017-11' }, from('2017-11')),
      ])
      .expect(200);
    expect((await published(id)).tender.tenderPeriod).toEqual({ startDate: '2017-11-01T00:00:00+08:00' });
  });

  it('names all members of a consortium and when its bid came in, as they were imported', async () => {
    const name = fresh();
    const bid = { id: '1', status: 'valid', date: '2024-03-24T16:05:00+08:00', value: CNY(180_000) };
    const tender = { ...TENDER, tenderers: [refer(2), refer(1)] };
    const details = [{ ...bid, tenderers: [refer(2), refer(1)] }];
    const done = await importOcds(app, name, text([release({ parties: PARTIES, tender, bids: { details } })]));
    expect(Object.keys(losses(done)).filter((field) => /bids|tenderers/.test(field) && !field.endsWith('.id own_words'))).toEqual([]); // prettier-ignore
    const { id, facts } = await tenderOf(app, name, 'ocds-made00-1');
    expect(inForce({ facts }).find(({ kind }) => kind === 'bid')?.data).toMatchObject({ receivedAt: bid.date });
    const out = await published(id);
    expect(out.bids?.details).toMatchObject([{ date: bid.date, tenderers: [{ name: '机构丙' }, { name: '机构乙' }] }]);
    expect(out.tender.tenderers?.map((each) => each.name)).toEqual(['机构丙', '机构乙']);
    expect(out.parties.filter(({ roles }) => roles.includes('tenderer')).map((each) => each.name)).toEqual(
      expect.arrayContaining(['机构丙', '机构乙']),
    );
    // What goes out comes in again as it was.
    const { releases } = await exportAll(app, `import:${name}`);
    const again = fresh();
    await importOcds(app, again, JSON.stringify({ releases }));
    const back = await tenderOf(app, again, releases[0]?.['ocid'] as string);
    expect(inForce(back).find(({ kind }) => kind === 'bid')?.data).toMatchObject({
      receivedAt: bid.date,
      bidder: { name: '机构丙' },
      members: [{ name: '机构丙' }, { name: '机构乙' }],
    });
  });

  it('knows a supplier whose credit code a later release gives as the one that it named before', async () => {
    const [name, code] = [fresh(), creditCode()];
    const listed = (id: string, identifier: object) => {
      const supplier = { id, name: '机构乙' };
      return {
        parties: [{ ...supplier, roles: ['supplier'], identifier: { ...identifier, legalName: '机构乙' } }],
        tender: TENDER,
        awards: [{ id: 'a', status: 'active', value: CNY(100), suppliers: [supplier] }],
        contracts: [{ id: 'c', awardID: 'a', status: 'active', value: CNY(100) }],
      };
    };
    const first = release(listed('u-1', { id: 'u-1' }));
    const second = release(listed(`CN-USCI-${code}`, { scheme: 'CN-USCI', id: code }), 1, '2024-04-01T00:00:00+08:00');
    for (const given of [first, second])
      expect(await faults(app, await importOcds(app, name, text([given])))).toEqual([]);
    const tender = await tenderOf(app, name, 'ocds-made00-1');
    const told = inForce(tender).filter(({ kind }) => kind === 'award' || kind === 'contract');
    expect(told.map(({ kind, data }) => [kind, data])).toMatchObject([
      ['award', { supplier: { name: '机构乙', creditCode: code }, amount: '100.00' }],
      ['contract', { supplier: { name: '机构乙', creditCode: code }, amount: '100.00' }],
    ]);
    expect(told).toHaveLength(2);
    const [out] = (await exportAll(app, `import:${name}`)).releases as unknown as Release[];
    expect([out?.awards?.length, out?.contracts?.length]).toEqual([1, 1]);
  });

  it('keeps an award that was cancelled by its id, and the id of a body whose credit code becomes known', async () => {
    const { id } = (await officer.tender()) as { id: string };
    const supplier = { name: '丁社会工作服务中心' };
    await officer
      .facts(id, [
        given('notice', { publishedOn: '2017-11-01' }),
        given('award', { supplier, amount: '9.00' }, { lot: 1 }),
      ])
      .expect(200);
    const before = await published(id);
    const [award] = before.awards ?? [];
    expect([award?.status, before.tender.status]).toEqual(['active', 'complete']);
    await correct('tenders', id, 'award', { cancelled: true });
    const after = await published(id);
    expect(after.awards).toEqual([{ ...award, status: 'cancelled' }]);
    expect(after.tender.status).toBe('active');
    const { body } = await officer.get(`/tenders/${id}`).expect(200);
    expect((body as { lots: { awards: object[] }[] }).lots[0]?.awards).toEqual([]);
    const code = creditCode();
    await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [
      award?.suppliers?.[0]?.id,
      code,
    ]);
    const named = await published(id);
    expect(named.awards).toEqual(after.awards);
    expect(named.parties.find((party) => party.id === award?.suppliers?.[0]?.id)).toMatchObject({
      identifier: { scheme: 'CN-USCI', id: code },
    });
  });
});
