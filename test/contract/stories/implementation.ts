import { Contracting, makeParties } from '../../support/contracts.js';
import { makeUser } from '../../support/accounts.js';
import { BUSINESS_START } from '../stable.js';
import type { Root, Story } from './story.js';

const ANOTHER_DAY = { servedOn: '2026-01-20', form: 'group', minutes: 90, workers: { licensed_social_worker: 1 } };

/** A contract has begun: whom it serves, and what is done for them. */
export const implementation: Story = async ({ contract }) => {
  const { app } = contract;
  const parties = await makeParties(app, null);
  const { id } = await Contracting.signed(app, parties);
  await app.dataSource.query(`UPDATE contract SET state = 'active' WHERE id = $1`, [id]);
  const worker = await makeUser(app, 'agency_worker', parties.agency);
  const as = worker.auth;
  const line = { id: parties.bureau.line };
  const made = await contract.ask<Root>('registerRecipient', {
    as,
    path: line,
    body: { contract: id, displayName: '示例服务对象', since: '2026-01-05' },
  });
  const recipient = made.body.id;
  await contract.ask('changeRecipient', {
    as,
    path: { ...line, recipient },
    headers: { 'If-Match': made.etag },
    body: { displayName: '示例服务对象甲' },
  });
  await contract.ask('listRecipients', { as, path: line, query: { contract: id } });
  const visit = {
    servedOn: '2026-01-19',
    form: 'visit',
    content: 'CARE_ARRANGEMENT',
    minutes: 60,
    workers: { assistant: 1 },
    recipients: [recipient],
  };
  const recorded = await contract.ask<Root>('recordService', {
    as,
    path: { id },
    body: { ...visit, clientToken: 'phone-1-0001' },
  });
  await contract.ask('recordServices', {
    as,
    path: { id },
    body: {
      records: [
        { ...visit, clientToken: 'phone-1-0001' },
        { ...ANOTHER_DAY, clientToken: 'phone-1-0002', recipients: [recipient] },
        { ...visit, clientToken: 'phone-1-0003', servedOn: BUSINESS_START.slice(0, 4) + '-12-01' },
      ],
    },
  });
  await contract.ask('correctServiceRecord', {
    as,
    path: { id, record: recorded.body.id },
    body: { reason: '时长误填', record: { ...visit, minutes: 45 } },
  });
  await contract.ask('listServiceRecords', {
    as: parties.bureau.officer.auth,
    path: { id },
    query: { from: '2026-01-01' },
  });
};
