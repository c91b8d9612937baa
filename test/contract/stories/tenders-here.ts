import { makeBody, makeUser, type TestAccount } from '../../support/accounts.js';
import { Drafting, makeBureau, type Bureau } from '../../support/drafts.js';
import { acceptedComplaint, decided } from '../../support/lots.js';
import type { Contract } from '../contract.js';
import type { Root, Story } from './story.js';

/** Lawful for an open tender that is issued when business time begins. */
const PLAN = {
  issueOn: '2026-03-02',
  documentsTo: '2026-03-11',
  noticeTo: '2026-03-11',
  deadlineAt: '2026-03-31T09:30:00+08:00',
};

/** Tenders that are conducted here as a whole, from their approval to the deadline. */
export const tendersHere: Story = async ({ contract }) => {
  const { app } = contract;
  const bureau = await makeBureau(app, undefined, '【虚构】K区民政局（执行）');
  const { officer, approver, finance } = bureau;
  const begin = async (method: string, more: object = {}) => {
    const draft = await Drafting.begin(app, bureau, { method, ...more });
    await draft.must('patch', 'plan', PLAN);
    const act = async (operation: string, { auth }: TestAccount, body: Record<string, unknown> = {}) =>
      contract.ask(operation, {
        as: auth,
        path: { id: draft.id },
        headers: { 'If-Match': `"${(await draft.read()).version}"` },
        body,
      });
    const approve = async () => {
      await act('submitTender', officer);
      const { findings } = (await draft.read()).here;
      const warning = findings.filter((f) => f.state === 'triggered' && f.severity !== 'notice');
      const given = { findings: warning.map(({ indicator }) => ({ indicator, reason: '虚构：已知悉。' })) };
      await act('approveTender', approver, given);
    };
    return { draft, act, approve };
  };

  // Above the amount from which the demonstration's province tenders openly, another method is approved.
  const large = [{ no: 1, name: '第一包', ceiling: '2400000.00', pricing: 'competitive' }];
  const first = await begin('COMPETITIVE_CONSULTATION', { lots: large });
  await first.act('submitTender', officer);
  await first.act('returnTender', approver, { reason: '虚构：请补充服务标准。' });
  await first.approve();
  await first.act('requestMethodApproval', officer, { reason: '虚构：政府购买服务，符合磋商情形。' });
  await first.act('refuseMethodApproval', finance, { reason: '虚构：应当公开招标。' });
  await first.act('reviseTender', officer, { reason: '虚构：预算调整。' });
  await first.approve();
  await first.act('requestMethodApproval', officer, { reason: '虚构：政府购买服务，符合磋商情形。' });
  await first.act('grantMethodApproval', finance);
  await first.act('publishTenderIntent', officer);
  await first.act('cancelTender', officer, { reason: '虚构：采购任务取消。' });

  const issued = await begin('OPEN_TENDER');
  await issued.approve();
  await issued.act('issueTender', officer, { reason: '虚构：服务衔接急需。' });
  await issued.act('correctTender', officer, {
    reason: '虚构：顺延截止时间。',
    correction: { plan: { deadlineAt: '2026-04-02T09:30:00+08:00' } },
  });
  await issued.act('appointTenderWitness', officer, { user: approver.id });
  const rival = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
  const remedy = await acceptedComplaint(app, bureau, rival, { tender: issued.draft.id, stage: 'documents' });
  const halt = () =>
    issued.act('suspendTender', finance, {
      reason: '虚构：处理投诉期间暂停。',
      remedy,
      notice: '虚构财停〔2025〕1号',
      days: 10,
    });
  await halt();
  await issued.act('resumeTender', finance, { reason: '虚构：投诉事项查清。' });
  await halt();
  await app.dataSource.query(
    `UPDATE tender SET suspension_counts_from = business_now() - interval '60 days' WHERE id = $1`,
    [issued.draft.id],
  );
  await issued.act('resumeTenderAfterLimit', officer, { reason: '虚构：三十日已满。' });
  await halt();
  await decided(app, finance, remedy, 'redo');
  await issued.act('endTenderByDecision', officer, { reason: '虚构：重新开展采购活动。', remedy });

  const failed = await begin('OPEN_TENDER');
  await failed.approve();
  await failed.act('issueTender', officer, { reason: '虚构：服务衔接急需。' });
  const unlawful = { ground: 'unlawful_acts', reference: '虚构监〔2025〕9号' };
  await failed.act('failTender', officer, { reason: '虚构：出现影响采购公正的违法违规行为。', ...unlawful });
  await askForOtherMethods(contract, bureau, failed.draft.id);
};

/** How the failed tender goes on: another method is asked for three times, taken back, refused and granted. */
async function askForOtherMethods(contract: Contract, { officer, finance }: Bureau, id: string): Promise<void> {
  const { auth: as } = officer;
  const found = await contract.ask<{ failures: { id: string }[] }>('getLotWays', { as, path: { id, no: '1' } });
  const failures = found.body.failures.map((failure) => failure.id);
  const reason = '虚构：招标文件和招标程序合法，服务衔接急需。';
  const ask = async (): Promise<string> => {
    const body = { method: 'COMPETITIVE_CONSULTATION', cause: 'market', failures, reason };
    return (await contract.ask<Root>('requestMethodChange', { as, path: { id }, body })).body.id;
  };
  const decide = (operation: string, by: TestAccount, change: string, body: Record<string, unknown> = {}) =>
    contract.ask(operation, { as: by.auth, path: { id, change }, headers: { 'If-Match': '"1"' }, body });
  await decide('withdrawMethodChange', officer, await ask());
  await decide('refuseMethodChange', finance, await ask(), { reason: '虚构：应重新组织招标。' });
  const granted = await ask();
  await decide('grantMethodChange', finance, granted);
  await contract.ask('listMethodChanges', { as, path: { id } });
  await contract.ask('getMethodChange', { as, path: { id, change: granted } });
}
