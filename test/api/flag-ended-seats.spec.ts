import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Assessor } from '../../src/watch/runs/assessor.service.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { setBusinessTime } from '../support/drafts.js';
import { SeatsDesk } from '../support/seats-desk.js';

/** A made-up resident id with a right check digit, of nobody. */
const NOBODY = '110101199003077651';
const ANSWER = { reason: '该人员仅负责对接系统，不参与评审与验收。' };

describe('a flag on one person in two seats (S04), one of which ends', () => {
  let app: TestApp;
  let desk: SeatsDesk;
  let officer: TestAccount;
  let manager: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    desk = await SeatsDesk.open(app);
    const { bureau, agency } = desk.ground.parties;
    officer = bureau.officer;
    manager = await makeUser(app, 'agency_manager', agency);
    for (const body of [bureau.id, agency]) await desk.register(body, true);
  });
  afterAll(() => app.close());

  const sitInBoth = async () => {
    const { bureau, agency } = desk.ground.parties;
    await desk.seats(officer, ['bureau_officer', bureau.id], ['integrator', agency]);
    return (await desk.flag()) as { id: string };
  };

  it('is remedied on the day after the last one of a head of both', async () => {
    const { bureau, agency } = desk.ground.parties;
    const [{ today, next }] = await app.dataSource.query<[{ today: string; next: string }]>(
      `SELECT business_today()::text AS today, (business_today() + 1)::text AS next`,
    );
    await desk.register(bureau.id, true, NOBODY);
    await desk.register(agency, true, { residentId: NOBODY, until: today });
    expect(await desk.flag()).toMatchObject({ state: 'open' });
    await setBusinessTime(app, `${next}T09:00:00+08:00`);
    await app.running.app.get(Assessor).due();
    expect(await desk.flag()).toMatchObject({ state: 'remedied' });
    expect((await desk.world.reassess()).changed).toBe(0);
    for (const body of [bureau.id, agency]) await desk.register(body, true);
  });

  it('is remedied while nobody has decided it', async () => {
    const { id } = await sitInBoth();
    await desk.endInAgency(officer);
    expect(await desk.flag()).toMatchObject({ id, state: 'remedied' });
  });

  it('stays confirmed, whatever was stated about persons before it and since', async () => {
    const { bureau, agency } = desk.ground.parties;
    const { id } = await sitInBoth();
    await desk.done(id, 'assign', { askOrganisations: [bureau.id, agency] });
    await desk.done(id, 'respond', { ...ANSWER, organisation: bureau.id }, bureau.approver);
    await desk.done(id, 'respond', ANSWER, manager);
    expect((await desk.confirm(id)).body).toMatchObject({ state: 'confirmed' });
    // The same as was stated before: it takes nothing of the finding away.
    await desk.register(agency, true);
    await desk.endInAgency(officer);
    expect(await desk.said()).toMatchObject({ state: 'clear' });
    const kept = await desk.flag();
    expect(kept).toMatchObject({ id, state: 'confirmed' });
    expect(kept?.history.at(-1)).toMatchObject({ action: 'confirm' });
  });
});
