import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { STUDY_CALENDAR } from '../../src/purchase/programmes/calendar-template.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { FlagDesk, SHORT } from '../support/flag-desk.js';

const PATH = '/api/v1/programmes';

interface Programme {
  id: string;
  version: number;
  calendar: object | null;
}

describe('a programme without a calendar', () => {
  let app: TestApp;
  let desk: FlagDesk;
  beforeAll(async () => {
    app = await startTestApp();
    desk = await FlagDesk.open(app);
  });
  afterAll(() => app.close());

  const create = async (more: object = {}): Promise<Programme> => {
    const { body } = await app.http
      .post(PATH)
      .set(desk.officer.auth)
      .send({
        ...{ name: '2017年度购买计划', year: 2017, region: '990203', buyer: desk.buyer },
        source: { kind: 'statement' },
        budgetLines: [{ name: '居家养老', category: 'ELDERLY_HOME_CARE', amount: '500000.00' }],
        ...more,
      })
      .expect(201);
    return body as Programme;
  };
  const change = async (programme: Programme, calendar: object | null): Promise<Programme> => {
    const { body } = await app.http
      .patch(`${PATH}/${programme.id}`)
      .set(desk.officer.auth)
      .set('If-Match', `"${programme.version}"`)
      .send({ calendar })
      .expect(200);
    await desk.world.settle();
    return body as Programme;
  };
  const assessmentsOf = async (type: string, id: string) => {
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?subject=${type}:${id}`)
      .set(desk.supervisor.auth)
      .expect(200);
    // What its purchases come to together is looked at without a calendar too.
    return (body as { items: { indicator: string; state: string }[] }).items.filter(
      ({ indicator }) => indicator !== 'N09',
    );
  };
  const causesOf = async (tender: string) =>
    (await desk.world.flags('W01'))
      .filter(({ root_id, state }) => state === 'open' && root_id === tender)
      .map(({ root_type }) => root_type);

  it('is not judged, and no finding is told of it', async () => {
    const programme = await create();
    await desk.world.settle();
    expect(programme.calendar).toBeNull();
    expect(await assessmentsOf('programme', programme.id)).toEqual([]);
    expect((await desk.list(`programme=${programme.id}`)).items).toEqual([]);
  });

  it('is no cause of short windows: each purchase is its own case, until a calendar is given', async () => {
    const programme = await create();
    const tender = await desk.world.tender({ buyer: desk.buyer, window: SHORT, programme: programme.id });
    await desk.world.settle();
    expect(await causesOf(tender)).toEqual(['tender']);
    expect(await causesOf(programme.id)).toEqual([]);

    const given = await change(programme, STUDY_CALENDAR);
    expect(await assessmentsOf('programme', programme.id)).toContainEqual(
      expect.objectContaining({ indicator: 'W01', state: 'triggered' }),
    );
    expect(await causesOf(programme.id)).toEqual(['programme_calendar']);
    expect(await causesOf(tender)).toEqual([]);

    expect((await change(given, null)).calendar).toBeNull();
    expect(await assessmentsOf('programme', programme.id)).toEqual([]);
    expect(await causesOf(programme.id)).toEqual([]);
    expect(await causesOf(tender)).toEqual(['tender']);
  });
});
