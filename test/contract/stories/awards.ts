import { CONTENT } from '../../support/contracts.js';
import { makeBureau, setBusinessTime } from '../../support/drafts.js';
import { Resulting } from '../../support/results.js';
import { BUSINESS_START } from '../stable.js';
import type { Story } from './story.js';

/** One award is refused by its winner, another by the silence of its winner when the days for signing are over. */
export const awards: Story = async ({ contract }) => {
  const { app } = contract;
  await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
  const bureau = await makeBureau(app, undefined, '【虚构】K区民政局（成交）');
  const refused = await Resulting.begin(app, bureau);
  const award = await refused.published();
  await contract.ask('refuseAward', {
    as: (await refused.bidder(0)).auth,
    path: { id: award.id },
    headers: { 'If-Match': `"${award.version}"` },
    body: { reason: '场地条件变化，无法按期提供服务' },
  });
  const silent = await Resulting.begin(app, bureau);
  const { id } = await silent.published();
  await app.http
    .post('/api/v1/contracts')
    .set(bureau.officer.auth)
    .send({ award: id, ...CONTENT })
    .expect(201);
  await setBusinessTime(app, '2025-12-31T09:00:00+08:00');
  const read = await contract.ask('getAward', { as: bureau.officer.auth, path: { id } });
  await contract.ask('recordAwardRefusal', {
    as: bureau.officer.auth,
    path: { id },
    headers: { 'If-Match': read.etag },
    body: { reason: '经两次书面催告仍不签订合同' },
  });
  await setBusinessTime(app, BUSINESS_START);
};
