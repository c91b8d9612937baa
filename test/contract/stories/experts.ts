import { makeBody, makeUser, type TestAccount } from '../../support/accounts.js';
import { Drafting, makeBureau } from '../../support/drafts.js';
import type { Root, Story } from './story.js';

/** The authority keeps a pool; from it the experts of a lot are drawn, asked, and followed by the next of the order. */
export const experts: Story = async ({ contract }) => {
  const { app } = contract;
  const bureau = await makeBureau(app, undefined, '【虚构】K区民政局（专家抽取）');
  const { id } = await Drafting.begin(app, bureau, {}, true);
  await app.dataSource.query(
    `UPDATE tender SET state = 'opened', published = true, revision = 1, deadline_at = business_now() - interval '1 hour' WHERE id = $1`,
    [id],
  );
  await app.dataSource.query(`UPDATE lot SET state = 'opened' WHERE tender_id = $1`, [id]);
  const [seat] = await app.dataSource.query<{ body: string }[]>(
    `SELECT organisation_id AS body FROM seat WHERE user_id = $1`,
    [bureau.finance.id],
  );
  const as = bureau.finance.auth;
  const people: TestAccount[] = [];
  const listed: Root[] = [];
  const home = await makeBody(app, { name: '【虚构】评审专家所在单位' });
  for (let i = 0; i < 4; i += 1) {
    const user = await makeUser(app, 'panel_member', home);
    // In whatever order they are drawn, they have one name.
    await app.dataSource.query(`UPDATE app_user SET name = '虚构评审专家' WHERE id = $1`, [user.id]);
    const body = { organisation: seat?.body, user: user.id, fields: ['ELDERLY_HOME_CARE'], ties: [] };
    listed.push((await contract.ask<Root>('addExpert', { as, body })).body);
    people.push(user);
  }
  const path = { id: listed[0]?.id ?? '' };
  const { etag } = await contract.ask('getExpert', { as, path });
  // The first is of another field from here on, and not drawn.
  const fields = ['COMMUNITY_SOCIAL_WORK'];
  await contract.ask('changeExpert', { as, path, headers: { 'If-Match': etag }, body: { fields } });
  await contract.ask('listExperts', { as, query: { field: 'COMMUNITY_SOCIAL_WORK' } });

  const officer = bureau.officer.auth;
  const prepare = (size: number) =>
    contract.ask<Root>('addExpertDraw', {
      as: officer,
      path: { id },
      body: { lot: 1, source: 'pool', size, reviewOn: '2026-03-03' },
    });
  // More than the pool has.
  const first = await prepare(9);
  await contract.ask('withdrawExpertDraw', {
    as: officer,
    path: { id, draw: first.body.id },
    headers: { 'If-Match': first.etag },
    body: { reason: '专家库人数不足' },
  });
  const prepared = await prepare(1);
  const draw = { id, draw: prepared.body.id };
  await contract.ask('drawExperts', { as: officer, path: draw, headers: { 'If-Match': prepared.etag } });
  // Nobody is told who comes next.
  const order = await app.dataSource.query<{ user: string }[]>(
    `SELECT user_id AS user FROM expert_place WHERE draw_id = $1 ORDER BY place`,
    [draw.draw],
  );
  const inOrder = order.map(({ user }) => people.find((each) => each.id === user) as TestAccount);
  const invited = async (i: number) => {
    const by = (inOrder[i] as TestAccount).auth;
    const { body } = await contract.ask<{ items: [Root] }>('listExpertInvitations', { as: by });
    const own = { id: body.items[0].id };
    const { etag: version } = await contract.ask('getExpertInvitation', { as: by, path: own });
    return { as: by, path: own, headers: { 'If-Match': version } };
  };
  await contract.ask('refuseExpertInvitation', { ...(await invited(0)), body: { reason: '当日另有安排' } });
  await contract.ask('acceptExpertInvitation', await invited(1));
  const { etag: version } = await contract.ask('getExpertDraw', { as: officer, path: draw });
  await contract.ask('inviteNextExpert', {
    as: officer,
    path: draw,
    headers: { 'If-Match': version },
    body: { place: 2, reason: '临时不能到场' },
  });
  await contract.ask('listExpertDraws', { path: { id } });
};
