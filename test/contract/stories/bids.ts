import { OpeningWork } from '../../../src/purchase/bids/opening/opening-process.js';
import { signInstants } from '../../../src/purchase/tenders/lots/opening-instants.js';
import { DraftSteps } from '../../../src/purchase/tenders/drafts/draft-steps.js';
import { SYSTEM } from '../../../src/kernel/access/principal.js';
import { Transactions } from '../../../src/kernel/database/transactions.js';
import type { TestApp } from '../../support/app.js';
import { bidAll, makeBidder, moveDeadline, offer, type UploadedFile } from '../../support/bidding.js';
import { Drafting, makeBureau } from '../../support/drafts.js';
import { pdf } from '../../support/files.js';
import type { Root, Story } from './story.js';

/** Stands for the signature of the run, whose key is its own. */
const SIGNATURE = `${'hO1kq3T0Zc0nR7lC'.repeat(5)}hO1kq3`;

/** As a small enterprise declares itself (中小企业声明函). */
const SMALL = { as: 'enterprise', size: 'small', industry: '居民服务业', employees: 24, revenue: '3200000.00' };

/** A place in the ciphertext of an envelope where its sealed content lies. */
const IN_CONTENT = 10_000;

/** Issues a tender as of now: the story is about its bids. */
async function issue(app: TestApp, tender: string): Promise<void> {
  await app.running.app.get(Transactions).run(SYSTEM, async (tx) => {
    await tx.query(
      `UPDATE tender SET state = 'open', published = true, revision = 1, method = 'OPEN_TENDER',
         deadline_at = business_now() + interval '1 hour' WHERE id = $1`,
      [tender],
    );
    await tx.query(`UPDATE lot SET state = 'open' WHERE tender_id = $1`, [tender]);
    await app.running.app.get(DraftSteps).runIssueSteps(tx, tender);
    await signInstants(tx, tender, { event: 'issue' });
  });
}

/** A bid from its draft to its receipt, and the opening of a lot by two persons. */
export const bids: Story = async ({ contract }) => {
  const { app } = contract;
  const bureau = await makeBureau(app, undefined, '【虚构】K区民政局（密封）');
  const draft = await Drafting.begin(app, bureau, {}, true);
  const [lot] = (await draft.read()).lots as unknown as [{ id: string }];
  await issue(app, draft.id);
  const others = [await makeBidder(app, '【虚构】乙社工服务中心'), await makeBidder(app, '【虚构】丙社工服务中心')];
  const bidder = await makeBidder(app, '【虚构】甲社工服务中心');
  const as = bidder.user.auth;
  const made = await contract.ask<Root>('createBid', {
    as,
    path: { id: lot.id },
    body: { content: { price: '186000.00' } },
  });
  const path = { id: made.body.id };
  const { body: sent } = await contract.ask<UploadedFile>('uploadBidFile', {
    as,
    path,
    file: { name: '投标文件.pdf', bytes: pdf('【虚构】上门服务方案', '【虚构】甲社工服务中心'), fields: {} },
  });
  const { mediaType: _, ...document } = sent;
  const drafted = await contract.ask<Root>('changeBid', {
    as,
    path,
    headers: { 'If-Match': made.etag },
    body: { content: { ...offer('184500.00'), documents: [document], declaration: SMALL } },
  });
  await contract.ask('getBid', { as, path });
  await contract.ask('listOwnBids', { as });
  await contract.ask('downloadBidFile', { as, path: { ...path, no: '1' } });
  // A handle is another in each run, and with it the hash of what names it; what is submitted here names none.
  const changed = await contract.ask<Root>('changeBid', {
    as,
    path,
    headers: { 'If-Match': drafted.etag },
    body: { content: { documents: offer('184500.00').documents } },
  });
  const sealed = await contract.ask<Root>('submitBid', {
    as,
    path,
    headers: { 'If-Match': changed.etag },
    body: {},
  });
  const { body: receipt } = await contract.ask<{ signature: string }>('getBidReceipt', { as, path });
  contract.stable.hide(receipt.signature, SIGNATURE);
  contract.examples.delete('getBidReceipt');
  await contract.ask('getBidReceipt', { as, path });
  await contract.ask('verifyBidReceipt', { as, body: { ...receipt } });
  const withdrawn = await contract.ask<Root>('withdrawBid', {
    as,
    path,
    headers: { 'If-Match': sealed.etag },
  });
  const copy = { content: offer('184500.00') };
  await contract.ask('submitBid', { as, path, headers: { 'If-Match': withdrawn.etag }, body: copy });
  const [lost] = await bidAll(app, others, lot.id, ['187000.00', '189000.00']);
  const altered = { id: lost?.id ?? '' };
  await app.dataSource.query(
    `UPDATE sealed_envelope SET ciphertext = set_byte(ciphertext, $2, get_byte(ciphertext, $2) # 1) WHERE id = $1`,
    [altered.id, IN_CONTENT],
  );
  await moveDeadline(app, draft.id, -1_000);
  const { version } = await draft.read();
  let etag = `"${version}"`;
  for (const [operation, by] of [
    ['requestOpening', bureau.officer],
    ['withdrawOpeningRequest', bureau.officer],
    ['requestOpening', bureau.officer],
    ['openBids', bureau.approver],
  ] as const)
    ({ etag } = await contract.ask(operation, {
      ...{ as: by.auth, path: { id: draft.id }, headers: { 'If-Match': etag } },
      // What an order gives as its reason is asked for where it comes late.
      ...(operation === 'openBids' && { body: { lateReason: '开启现场停电，恢复供电后即开启' } }),
    }));
  await app.running.app.get(OpeningWork).perform(draft.id);
  await contract.ask('getOpening', { as: bureau.officer.auth, path: { id: draft.id } });
  const owner = others[0]?.user.auth ?? as;
  const unread = await contract.ask<Root>('getBid', { as: owner, path: altered });
  await contract.ask('restoreBid', {
    as: owner,
    path: altered,
    headers: { 'If-Match': unread.etag },
    body: { content: offer('187000.00') },
  });
};
