import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { TestApp } from '../support/app.js';
import { CONTENT, Contracting, WINDOW, type Parties } from '../support/contracts.js';
import { makeLine } from '../support/drafts.js';
import { startContracting } from '../support/started.js';
import { readVersion } from '../support/version.js';

describe('contracts of recorded lots that differ', () => {
  let app: TestApp;
  let parties: Parties;
  let day: string;
  let night: string;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
    day = parties.bureau.line;
    night = await makeLine(app, parties.bureau.officer, '夜间照护');
  });
  afterAll(() => app.close());

  const OWN = { start: '2026-03-01', end: '2026-10-31' };
  const lots = () => [
    { no: 1, ceiling: '200000.00', serviceLines: [day] },
    { no: 2, ceiling: '200000.00', serviceLines: [night], window: OWN },
  ];
  const contractFact = (lot: number | null, more: object = {}) => ({
    ...{ kind: 'contract', lot, source: { kind: 'notice', publishedOn: '2025-12-11', reference: randomUUID() } },
    data: {
      signedOn: '2025-12-10',
      amount: '180000.00',
      window: WINDOW,
      supplier: { organisation: parties.agency },
      ...more,
    },
  });
  const linesOf = async (tender: string): Promise<Map<number | null, string[]>> => {
    const rows = await app.dataSource.query<{ no: number | null; id: string }[]>(
      `SELECT l.no, c.id FROM contract c LEFT JOIN lot l ON l.id = c.lot_id WHERE c.tender_id = $1`,
      [tender],
    );
    const lines = new Map<number | null, string[]>();
    for (const { no, id } of rows) {
      const { body } = await app.http.get(`/api/v1/contracts/${id}`).set(parties.bureau.officer.auth).expect(200);
      lines.set(no, (body as { serviceLines: string[] }).serviceLines);
    }
    return lines;
  };
  const setLines = async (tender: string, serviceLines: string[]) =>
    app.http
      .put(`/api/v1/tenders/${tender}/service-lines`)
      .set({ ...parties.bureau.officer.auth, 'If-Match': `"${await readVersion(app, 'tender', tender)}"` })
      .send({ serviceLines });

  it('serve the lines of their lot, and one of the whole purchase all of them', async () => {
    const { tender } = await Contracting.awarded(app, parties, { lots: lots() }, {}, [
      contractFact(1),
      contractFact(2),
      contractFact(null, { number: '总-1' }),
    ]);
    expect(await linesOf(tender)).toEqual(
      new Map<number | null, string[]>([
        [1, [day]],
        [2, [night]],
        [null, [day, night].sort()],
      ]),
    );
  });

  it('follow the lines of their purchase where their lot has none of its own', async () => {
    const known = { lots: [{ no: 1, ceiling: '200000.00' }, lots()[1]] };
    const { tender } = await Contracting.awarded(app, parties, known, {}, [contractFact(1), contractFact(2)]);
    const other = await makeLine(app, parties.bureau.officer, '助餐');
    const answer = await setLines(tender, [night, other]);
    expect(answer.status).toBe(200);
    expect(await linesOf(tender)).toEqual(
      new Map([
        [1, [night, other].sort()],
        [2, [night]],
      ]),
    );
  });

  it('follow their lot when it is given another line, which no plan of them speaks of', async () => {
    const external = randomUUID();
    const body = {
      buyer: parties.bureau.id,
      title: '社区养老服务',
      region: '990203',
      category: 'ELDERLY_HOME_CARE',
      serviceLines: [day, night],
      lots: [{ no: 1 }, { no: 2 }],
    };
    const put = (more: object = {}) =>
      app.http
        .put(`/api/v1/tenders/by-external-id/erp/${external}`)
        .set(parties.bureau.officer.auth)
        .send({ ...body, ...more });
    const { id } = (await put().expect(200)).body as { id: string };
    await app.http
      .post(`/api/v1/tenders/${id}/facts`)
      .set({ ...parties.bureau.officer.auth, 'Idempotency-Key': randomUUID() })
      .send({ facts: [contractFact(1), contractFact(2)] })
      .expect(200);
    const both = [day, night].sort();
    expect(await linesOf(id)).toEqual(
      new Map([
        [1, both],
        [2, both],
      ]),
    );
    const [contract] = await app.dataSource.query<{ id: string }[]>(
      `SELECT c.id FROM contract c JOIN lot l ON l.id = c.lot_id WHERE c.tender_id = $1 AND l.no = 2`,
      [id],
    );
    const plan = { kind: 'plan', data: { kind: 'retender', agreedOn: '2025-12-12', serviceLine: night } };
    await app.http
      .post(`/api/v1/contracts/${contract?.id}/facts`)
      .set({ ...parties.bureau.officer.auth, 'Idempotency-Key': randomUUID() })
      .send({ facts: [{ ...plan, source: { kind: 'statement' } }] })
      .expect(200);
    const own = (first: string, second: string) => ({
      lots: [
        { no: 1, serviceLines: [first] },
        { no: 2, serviceLines: [second] },
      ],
    });
    const refused = await put(own(night, day));
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([409, 'conflict']);
    expect((await put(own(day, night))).status).toBe(200);
    expect(await linesOf(id)).toEqual(
      new Map([
        [1, [day]],
        [2, [night]],
      ]),
    );
  });

  it('are drafted and signed here with the window and the lines of their lot', async () => {
    const [first, second] = lots();
    const swapped = [
      { ...second, no: 1 },
      { ...first, no: 2 },
    ];
    const contract = await Contracting.drafted(app, parties, {}, { lots: swapped });
    const drafted = (await contract.read()) as unknown as { serviceLines: string[]; here: { content: object } };
    expect(drafted.here.content).toMatchObject({ ...CONTENT, window: OWN });
    expect(drafted.serviceLines).toEqual([night]);
    await contract.signBoth();
    expect(await contract.read()).toMatchObject({ state: 'signed', window: OWN, serviceLines: [night] });
  });
});
