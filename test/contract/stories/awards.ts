import { CONTENT } from '../../support/contracts.js';
import type { TestAccount } from '../../support/accounts.js';
import { makeBureau, setBusinessTime, type Bureau } from '../../support/drafts.js';
import { Resulting, type LotResult } from '../../support/results.js';
import type { Contract } from '../contract.js';
import { BUSINESS_START } from '../stable.js';
import { actOnLot } from '../../support/lots.js';
import type { Story } from './story.js';

const TIE_RULE = '【虚构】得分相同的，报价低者排名在前';

/** What a buyer does from a report that it fetched itself to the next rank, where the first award comes to nothing. */
async function decide(contract: Contract, bureau: Bureau): Promise<void> {
  const result = await Resulting.begin(contract.app, bureau, { ranks: [1, 1, 3], tieRule: TIE_RULE });
  const [first, second] = [result.bid(0), result.bid(1)];
  const act = async (operation: string, { auth: as }: TestAccount, body: object) =>
    contract.ask<{ items: [LotResult] }>(operation, {
      as,
      path: { id: result.id },
      headers: { 'If-Match': `"${await result.version()}"` },
      body: { lot: 1, ...body },
      // Hash and names are others in each run.
      written: { sha256: '6f1c…', firstReport: '6f1c…', name: '【虚构】社工服务中心' },
    });
  const { officer, approver } = bureau;
  await act('recordReportReceipt', officer, { reason: '评审报告已由采购人自行取得' });
  await act('settleTie', approver, { order: [first, second], reason: '甲报价低于乙' });
  await act('confirmResult', approver, { bid: first });
  const { body } = await act('publishResult', officer, {});
  const [award] = body.items[0].awards;
  await result.onAward(award?.id ?? '', 'refuse', { reason: '场地条件变化' }, await result.bidder(0));
  await act('proposeReplacement', officer, { reason: '第一候选供应商放弃，由下一名次递补' });
  await act('replaceAward', approver, { reason: '同意递补' });
}

/** One award is refused by its winner, another by the silence of its winner when the days for signing are over. */
export const awards: Story = async ({ contract }) => {
  const { app } = contract;
  await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
  const bureau = await makeBureau(app, undefined, '【虚构】K区民政局（成交）');
  const refused = await Resulting.begin(app, bureau);
  const award = await refused.published();
  const lot = refused.lots[0]?.id ?? '';
  const unlawful = { ground: 'unlawful_acts', reference: '虚构监〔2025〕9号', reason: '虚构：违法行为' };
  const proposed = await actOnLot(app, lot, 'propose-ending', unlawful, bureau.officer);
  if (proposed.status !== 200) throw new Error(proposed.text);
  const heard = await contract.ask<{ version: number }>('beHeardOnLotEnding', {
    as: (await refused.bidder(0)).auth,
    path: { id: award.id },
    headers: { 'If-Match': `"${award.version}"` },
    body: { statement: '本机构未参与违法行为，请求维持结果' },
  });
  await contract.ask('refuseAward', {
    as: (await refused.bidder(0)).auth,
    path: { id: award.id },
    headers: { 'If-Match': `"${heard.body.version}"` },
    body: { reason: '场地条件变化，无法按期提供服务' },
  });
  await decide(contract, bureau);
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
