import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Channels, listDifferences } from '../support/channels.js';
import { FlagDesk, REASONED, type Flag } from '../support/flag-desk.js';
import type { Views } from '../support/non-interference.js';

const LETTER = { authority: '示例市财政局', reference: '财监移〔2018〕7号', reason: '涉嫌违反法定程序' };

describe('POST /risk/flags/{id}/actions/refer', () => {
  let app: TestApp;
  let channels: Channels;
  let desk: FlagDesk;
  let bodies: ReadonlyMap<string, TestAccount>;
  let asked: Flag;
  let unasked: Flag;
  beforeAll(async () => {
    channels = await Channels.start();
    app = await startTestApp({ env: channels.env });
    desk = await FlagDesk.open(app);
    bodies = new Map([
      ['agency', desk.manager],
      ['buyer', desk.officer],
    ]);
    await channels.open(app, bodies);
    asked = await desk.done(await desk.raise(), 'assign', { askOrganisations: [desk.supplier, desk.buyer] });
    unasked = await desk.raise();
  });
  afterAll(async () => {
    await app.close();
    await channels.close();
  });

  /** All that reaches a body by itself, and all that it reads of tasks and flags. */
  async function readAll(): Promise<Views> {
    await channels.tell(app);
    const views = await channels.read(app, bodies, asked.rootCause.id);
    for (const [name, { auth }] of bodies)
      for (const path of [
        'me/tasks?limit=200',
        'risk/flags?limit=200',
        `risk/flags/${asked.id}`,
        `risk/flags/${unasked.id}`,
      ]) {
        const { status, text, headers } = await app.http.get(`/api/v1/${path}`).set(auth);
        // A refusal has a number of its own each time.
        views[`${path} ${name}`] = status === 404 ? '404' : [status, headers['etag'], text].join('\n');
      }
    return views;
  }

  it('reaches no inbox, mailbox, calendar, program or task of a body, asked or not, and leaves its flags as they were', async () => {
    const before = await readAll();
    expect(channels.reach.programs).toEqual(expect.arrayContaining(['agency', 'buyer']));
    // Each way is open, and told of the question.
    for (const name of bodies.keys())
      for (const way of ['inbox', 'mail', 'calendar', 'webhook', 'me/tasks?limit=200'])
        expect([way, name, before[`${way} ${name}`] !== '']).toEqual([way, name, true]);
    for (const flag of [asked, unasked])
      expect(await desk.done(flag, 'refer', LETTER)).toMatchObject({ version: flag.version, referrals: [LETTER] });
    expect(listDifferences(before, await readAll())).toEqual([]);
    expect(channels.sent.filter((words) => words.includes(LETTER.reference) || words.includes('移送'))).toEqual([]);
  });

  it('while a decision on the same flag reaches inbox, mailbox, calendar and tasks of a body, and its view of the flag', async () => {
    const before = await readAll();
    const heard = await desk.done(asked, 'respond', { reason: '资金到账晚' }, desk.manager);
    await desk.done(await desk.read(heard.id), 'respond', { reason: '资金到账晚' }, desk.officer);
    await desk.done(await desk.read(asked.id), 'confirm', REASONED);
    const differing = listDifferences(before, await readAll()).map(({ name }) => name);
    for (const way of ['inbox', 'mail', 'calendar', 'me/tasks?limit=200', `risk/flags/${asked.id}`])
      expect(differing).toContain(`${way} agency`);
  });
});
