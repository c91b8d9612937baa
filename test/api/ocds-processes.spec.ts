import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { startTestApp, type TestApp } from '../support/app.js';
import { holdings, rejectsOf, text } from '../support/imports.js';
import { CNY, contractsOf, faults, figures, fresh, importOcds, inForce, losses, PARTIES, refer, release, TENDER, tenderOf } from '../support/ocds-files.js'; // prettier-ignore

type Json = Record<string, unknown>;
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

describe('contracts of one lot and one supplier', () => {
  const sign = (id: string, number: string | null, amount: number, paid: number | null) => ({
    id,
    awardID: 'aw',
    status: 'active',
    ...(number !== null && { description: `合同编号：${number}` }),
    value: CNY(amount),
    ...(paid !== null && { implementation: { transactions: [{ id: 'p', date: '2024-06-01T00:00:00+08:00', value: CNY(paid) }] } }), // prettier-ignore
  });
  const processOf = (...contracts: object[]) =>
    release({
      parties: PARTIES,
      tender: TENDER,
      awards: [{ id: 'aw', status: 'active', suppliers: [refer(1)] }],
      contracts,
    });
  const paymentsOf = async (name: string) =>
    (await contractsOf(app, (await tenderOf(app, name, 'ocds-made00-1')).id)).map((contract) => [
      contract['number'],
      inForce(contract as { facts: Json[] }).map(({ data }) => (data as Json)['amount']),
    ]);

  it('are each told of their own payments', async () => {
    const name = fresh();
    const done = await importOcds(app, name, text([processOf(sign('c1', 'X-1', 100, 11), sign('c2', 'X-2', 200, 22))]));
    expect(figures(done)).toEqual([1, 1, 0, 0]);
    expect(await paymentsOf(name)).toEqual([
      ['X-1', ['11.00']],
      ['X-2', ['22.00']],
    ]);
    expect(losses(done)).not.toHaveProperty('contracts no_counterpart');
  });

  it('without numbers are one, which is counted, and nobody guesses which was paid', async () => {
    const name = fresh();
    const done = await importOcds(app, name, text([processOf(sign('c1', null, 100, 11), sign('c2', null, 100, 22))]));
    expect(await paymentsOf(name)).toEqual([[null, []]]);
    expect(losses(done)).toMatchObject({ 'contracts no_counterpart': 1, 'contracts.implementation no_counterpart': 2 });
  });

  it('keep what was told of them: a release that takes it back is refused whole', async () => {
    const name = fresh();
    await importOcds(app, name, text([processOf(sign('c1', 'X-1', 100, 11), sign('c2', 'X-2', 200, 22))]));
    const before = await holdings(app, name);
    const back = release({ contracts: [{ id: 'c2', implementation: null }] }, 1, '2024-08-01T00:00:00+08:00');
    expect(await faults(app, await importOcds(app, name, text([back])))).toEqual([
      [1, 'ocds-made00-1', ' fact_withdrawn'],
    ]);
    expect(await holdings(app, name)).toEqual(before);
    expect(await paymentsOf(name)).toEqual([
      ['X-1', ['11.00']],
      ['X-2', ['22.00']],
    ]);
  });
});

describe('a file with results of a process whose lots come later', () => {
  const early = (named: object) =>
    release({
      parties: PARTIES,
      tender: { ...TENDER, value: CNY(300) },
      awards: [{ id: 'aw', status: 'active', suppliers: [refer(1)], value: CNY(190), ...named }],
      contracts: [{ id: 'c', awardID: 'aw', status: 'active', value: CNY(190) }],
    });
  const LOTS = [{ id: 'a', title: '城区', value: CNY(100) }, { id: 'b', title: '乡镇', value: CNY(200) }, { id: 'c' }]; // prettier-ignore
  const later = release({ tender: { lots: LOTS } }, 1, '2024-04-01T00:00:00+08:00');

  it('is what the same releases are in one file', async () => {
    const [apart, together] = [fresh(), fresh()];
    expect(figures(await importOcds(app, apart, text([early({ relatedLots: ['b'] })])))).toEqual([1, 1, 0, 0]);
    expect(figures(await importOcds(app, apart, text([later])))).toEqual([1, 1, 0, 0]);
    await importOcds(app, together, text([early({ relatedLots: ['b'] }), later]));
    const [a, b] = [await tenderOf(app, apart, 'ocds-made00-1'), await tenderOf(app, together, 'ocds-made00-1')];
    const show = (tender: typeof a) => tender.lots.map(({ no, name, ceiling, state }) => [no, name, ceiling, state]);
    expect(show(a)).toEqual([
      [1, '城区', '100.00', 'closed'],
      [2, '乡镇', '200.00', 'contracted'],
      [3, null, null, 'closed'],
    ]);
    expect(show(b)).toEqual(show(a));
    // Bodies of two datasets are two.
    const listWords = (tender: typeof a) =>
      inForce(tender).map((fact) => JSON.stringify(fact).replaceAll(/"organisation":"[^"]+"/g, ''));
    expect(listWords(a).sort()).toEqual(listWords(b).sort());
    expect(listWords(a)).toHaveLength(3);
    expect((await contractsOf(app, a.id)).map(({ amount }) => amount)).toEqual(['190.00']);
    expect(figures(await importOcds(app, apart, text([later])))).toEqual([1, 0, 1, 0]);
  });

  it('is refused where what was of its only lot would be of none', async () => {
    const name = fresh();
    await importOcds(app, name, text([early({})]));
    const before = await holdings(app, name);
    const done = await importOcds(app, name, text([later]));
    expect(await faults(app, done)).toEqual([[1, 'ocds-made00-1', ' fact_withdrawn']]);
    expect(await holdings(app, name)).toEqual(before);
  });
});

describe('a compiled release that lists its lots in another order', () => {
  const LOTS = { a: { id: 'a', title: '城区', value: CNY(100) }, b: { id: 'b', title: '乡镇', value: CNY(200) }, c: { id: 'c', title: '镇', value: CNY(200) } }; // prettier-ignore
  const awardOf = (id: 'a' | 'b', supplier: number) =>
    ({ id: `aw-${id}`, status: 'active', relatedLots: [id], suppliers: [refer(supplier)], value: CNY(90) }); // prettier-ignore
  const compiled = (month: number, order: ('a' | 'b' | 'c')[], changes: object = {}) => {
    const tender = { ...TENDER, lots: order.map((id) => ({ ...LOTS[id], ...changes })) };
    const said = { parties: PARTIES, tender, awards: [awardOf('a', 1), awardOf('b', 2)] };
    return { ...release(said, 1, `2024-0${month}-01T00:00:00+08:00`), tag: ['compiled'] };
  };
  const lotsOf = async (name: string) => {
    const tender = await tenderOf(app, name, 'ocds-made00-1');
    const awards = inForce(tender).filter(({ kind }) => kind === 'award');
    const winner = (no: unknown) => (awards.find(({ lot }) => lot === no)?.data as { supplier: { name: string } }).supplier.name; // prettier-ignore
    return tender.lots.map(({ no, name: said, ceiling }) => [no, said, ceiling, winner(no)]);
  };

  it('changes each lot under the number that it has', async () => {
    const name = fresh();
    await importOcds(app, name, text([compiled(3, ['a', 'b'])]));
    const known = await lotsOf(name);
    expect(known).toEqual([
      [1, '城区', '100.00', '机构乙'],
      [2, '乡镇', '200.00', '机构丙'],
    ]);
    expect(await faults(app, await importOcds(app, name, text([compiled(4, ['b', 'a'])])))).toEqual([]);
    expect(await lotsOf(name)).toEqual(known);
    // The order that was stored last is not that of the numbers.
    const ceiling = { value: CNY(300) };
    expect(await faults(app, await importOcds(app, name, text([compiled(5, ['b', 'a'], ceiling)])))).toEqual([]);
    expect(await lotsOf(name)).toEqual(known.map(([no, said, , winner]) => [no, said, '300.00', winner]));
    expect(await faults(app, await importOcds(app, name, text([compiled(6, ['a', 'b'])])))).toEqual([]);
    expect(await lotsOf(name)).toEqual(known);
  });

  it('is told by the order of its releases where an earlier version recorded them', async () => {
    const name = fresh();
    await importOcds(app, name, text([compiled(3, ['b', 'a'])]));
    const known = await lotsOf(name);
    await app.dataSource.query(`UPDATE ocds_process SET lot_ids = NULL WHERE dataset = $1`, [`import:${name}`]);
    expect(await faults(app, await importOcds(app, name, text([compiled(4, ['a', 'b'])])))).toEqual([]);
    expect(await lotsOf(name)).toEqual(known);
  });

  it('is refused where one lot is gone and another there in its place', async () => {
    const name = fresh();
    await importOcds(app, name, text([compiled(3, ['a', 'b'])]));
    const before = await holdings(app, name);
    const done = await importOcds(app, name, text([compiled(4, ['b', 'c'])]));
    expect(await faults(app, done)).toEqual([[1, 'ocds-made00-1', '/tender/lots cannot_change']]);
    expect(await holdings(app, name)).toEqual(before);
  });
});

describe('a consortium', () => {
  const bidOf = (bodies: number) =>
    release({
      tender: TENDER,
      bids: { details: [{ id: 'b', status: 'valid', tenderers: Array.from({ length: bodies }, (_, n) => ({ name: `机构${n + 1}` })) }] }, // prettier-ignore
    });

  it.each([
    [20, 20, undefined],
    [23, 20, 3],
  ])('of %i bodies is held with %i, and the others are counted', async (bodies, held, lost) => {
    const name = fresh();
    const done = await importOcds(app, name, text([bidOf(bodies)]));
    expect(figures(done)).toEqual([1, 1, 0, 0]);
    expect(losses(done)['bids.details.tenderers shortened']).toBe(lost);
    const [bid] = inForce(await tenderOf(app, name, 'ocds-made00-1')).filter(({ kind }) => kind === 'bid');
    expect((bid?.data as { members: object[] }).members).toHaveLength(held);
  });
});

describe('documents of one id', () => {
  it('in planning and tender become two notices', async () => {
    const name = fresh();
    const documentOf = (documentType: string, title: string) => ({ id: '1', documentType, title });
    const planning = { documents: [documentOf('plannedProcurementNotice', '意向')] };
    const tender = { ...TENDER, documents: [documentOf('tenderNotice', '公告')] };
    await importOcds(app, name, text([release({ planning, tender })]));
    const { id } = await tenderOf(app, name, 'ocds-made00-1');
    const notices = await app.dataSource.query(`SELECT title FROM notice WHERE tender_id = $1 ORDER BY title`, [id]);
    expect(notices).toEqual([{ title: '公告' }, { title: '意向' }]);
  });
});

describe('more than is held of one process', () => {
  const MEGABYTE = 1_000_000;
  function* writeReleases(processes: readonly [process: number, releases: number, bytes: number, year?: number][]) {
    for (const [process, releases, bytes, year = 2024] of processes)
      for (let n = 0; n < releases; n++) {
        const date = new Date(Date.UTC(year, 0, 1) + n * 60_000).toISOString();
        const said = release({ tender: { ...TENDER, description: '0'.repeat(bytes) } }, process, date);
        yield Buffer.from(`${JSON.stringify(said)}\n`);
      }
  }

  it('by rows is refused, each row, and the others are taken', async () => {
    const name = fresh();
    const file = Readable.from(writeReleases([[1, 1001, 1], [2, 1000, 1]])); // prettier-ignore
    const done = await importOcds(app, name, file);
    expect(figures(done)).toEqual([2001, 1000, 0, 1001]);
    const refused = await faults(app, done);
    expect(refused).toHaveLength(1001);
    expect(new Set(refused.map(([, ...rest]) => rest.join()))).toEqual(new Set(['ocds-made00-1, too_many_releases']));
    const [held] = await app.dataSource.query(`SELECT array_agg(ocid) AS ocids FROM ocds_process WHERE dataset = $1`, [
      `import:${name}`,
    ]);
    expect(held.ocids).toEqual(['ocds-made00-2']);
  });

  it('by bytes is refused; two that are too much together are taken one after the other', async () => {
    const name = fresh();
    const file = Readable.from(writeReleases([[1, 34, MEGABYTE], [2, 17, MEGABYTE], [3, 17, MEGABYTE], [4, 1, 1]])); // prettier-ignore
    const done = await importOcds(app, name, file);
    expect(figures(done)).toEqual([69, 35, 0, 34]);
    expect(new Set((await faults(app, done)).map(([, ...rest]) => rest.join()))).toEqual(
      new Set(['ocds-made00-1, too_many_releases']),
    );
    expect((await rejectsOf(app, done.id)).every(({ raw }) => raw.length > MEGABYTE)).toBe(true);
  });

  it('by bytes in all its files together is refused; what is held stays, comes again unchanged, and takes what fits', async () => {
    const name = fresh();
    const importReleases = (...processes: [number, number, number, number?][]) =>
      importOcds(app, name, Readable.from(writeReleases(processes)));
    expect(figures(await importReleases([1, 17, MEGABYTE]))).toEqual([17, 17, 0, 0]);
    const before = await holdings(app, name);
    const more = await importReleases([1, 17, MEGABYTE, 2025]);
    expect(figures(more)).toEqual([17, 0, 0, 17]);
    expect(new Set((await faults(app, more)).map(([, ...rest]) => rest.join()))).toEqual(
      new Set(['ocds-made00-1, too_many_releases']),
    );
    expect(await holdings(app, name)).toEqual(before);
    expect(figures(await importReleases([1, 17, MEGABYTE]))).toEqual([17, 0, 17, 0]);
    expect(figures(await importReleases([1, 16, MEGABYTE, 2025]))).toEqual([16, 16, 0, 0]);
  });
});
