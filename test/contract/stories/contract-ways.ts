import { Accepting } from '../../support/acceptances.js';
import { CONTENT, Contracting, makeParties, type ContractBody } from '../../support/contracts.js';
import { makePayers, Paying, stateAccount } from '../../support/paying.js';
import type { Contract } from '../contract.js';
import { actor, type Story } from './story.js';

/** Asks actions of a contract one after the other, without the hashes and days that differ from run to run. */
async function on(contract: Contract, of: Contracting) {
  const { version } = await of.read();
  const act = actor(contract, { id: of.id }, version, { deadlines: [], contentHash: 'a'.repeat(64) });
  return async (...asked: Parameters<typeof act>): Promise<ContractBody> => {
    const body = await act<ContractBody>(...asked);
    for (const { hash } of body.here.amendments) contract.stable.hide(hash, 'b'.repeat(64));
    contract.stable.hide(body.here.contentHash, 'a'.repeat(64));
    return body;
  };
}

/** What the parties do with contracts: from a draft that is written anew to what ends one, and what settles it. */
export const contractWays: Story = async ({ contract }) => {
  const { app } = contract;
  const parties = await makeParties(app, null);
  const [officer, manager] = [parties.bureau.officer.auth, parties.manager.auth];
  const approver = parties.bureau.approver.auth;

  const draft = await Contracting.drafted(app, parties);
  const drafting = await on(contract, draft);
  await drafting('redraftContract', officer, { content: { paymentDays: 30 }, reason: '补充付款期限' });
  await draft.sign(parties.manager);
  await (
    await on(contract, draft)
  )('withdrawContractSignature', manager, { reason: '尚有疑问' });
  const { award } = await draft.read();
  await app.dataSource.query(`UPDATE award SET state = 'invalidated' WHERE id = $1`, [award]);
  await (
    await on(contract, draft)
  )('abandonContractDraft', officer, { reason: '中标无效' });

  const recorded = await Contracting.recorded(app, parties);
  const taking = await on(contract, recorded);
  const { here } = await taking('takeOverContract', officer, { content: CONTENT });
  await taking('confirmContractContent', manager, { hash: here.contentHash });

  const signed = await Contracting.signed(app, parties);
  const going = await on(contract, signed);
  await going('publishContract', officer, { url: 'https://www.example.org/hetong/2026-1' });
  const until = await signed.dayAhead(30);
  const flood = { ground: 'force_majeure', reference: '应急通知〔2026〕1号', reason: '场地受灾', until };
  await going('proposeContractHalt', officer, flood);
  await going('withdrawContractHaltProposal', officer, { reason: '场地当日恢复' });
  await going('proposeContractHalt', officer, flood);
  await going('orderContractHalt', approver, { reason: '情况属实' });
  await going('resumeContract', officer, { reason: '场地恢复' });
  const servedBy = [{ line: parties.bureau.line, name: '街道应急照护队', from: await signed.dayAhead(0) }];
  await going('haltContract', officer, { ground: 'danger_to_recipients', reason: '护理员伤害老人', until, servedBy });
  await going('confirmContractHalt', approver, { reason: '情况属实' });
  await going('resumeContract', officer, { reason: '已更换人员' });
  await going('startContract', officer);
  const team = [{ name: '虚构社工乙', role: '社会工作者' }];
  const subcontract = { to: '虚构助餐中心', work: '送餐', amount: '20000.00' };
  await going('askTeamChange', manager, { team, reason: '人员离职' });
  await going('refuseTeamChange', officer, { reason: '资质不符' });
  await going('askTeamChange', manager, { team, reason: '人员离职，已补充资质' });
  await going('changeTeam', officer);
  await going('askSubcontract', manager, { subcontract, reason: '专业服务' });
  await going('refuseSubcontract', officer, { reason: '请说明分包单位资质' });
  await going('askSubcontract', manager, { subcontract, reason: '专业服务，已附资质' });
  await going('consentSubcontract', officer);
  const proposal = { reasonCode: 'clause_of_contract', reason: '双方协商', content: { acceptanceDays: 20 } };
  const first = await going('proposeAmendment', officer, proposal);
  await going('withdrawAmendment', officer, { amendment: first.here.amendments[0]?.id, reason: '另行协商' });
  await signed.amended({ content: { acceptanceDays: 15 } });
  const agreed = (await signed.read()).here.amendments.find(({ state }) => state === 'in_force');
  const closing = await on(contract, signed);
  await closing('publishAmendment', officer, { amendment: agreed?.id, url: 'https://www.example.org/biangeng/2026-1' });
  await app.dataSource.query(`UPDATE milestone SET state = 'waived' WHERE contract_id = $1`, [signed.id]);
  await closing('deliverContract', manager);

  await makePayers(app, parties);
  await stateAccount(app, parties);
  const round = await Accepting.begin(app, parties);
  const money = new Paying(app, round.contract);
  await money.paid(1);
  await round.prepared();
  await round.conclude({ result: 'passed' });
  await money.paid(2);
  await round.must('publish');
  await (
    await on(contract, round.contract)
  )('settleContract', officer);

  const ended = await on(contract, await Contracting.signed(app, parties, {}, { category: 'OTHER' }));
  const breach = { ground: 'breach', reference: '违约通知书 1 号', reason: '未按约定提供服务' };
  await ended('proposeContractTermination', officer, breach);
  await ended('withdrawContractTerminationProposal', officer, { reason: '机构承诺整改' });
  await ended('proposeContractTermination', officer, { ...breach, reason: '未按承诺整改' });
  await ended('beHeardOnTermination', manager, { statement: '无异议' });
  await ended('terminateContract', approver, { reason: '违约属实' });
  await ended('closeUnperformedContract', officer, { reason: '未履行，无款项往来' });
  await ended('archiveContract', officer);
  const rescinded = await on(contract, await Contracting.signed(app, parties));
  const judgment = {
    ground: 'court_judgment',
    reference: '（2026）虚构民终 1 号',
    decidedOn: await signed.dayAhead(0),
    reason: '法院判决撤销',
  };
  await rescinded('proposeContractRescission', officer, judgment);
  await rescinded('withdrawContractRescissionProposal', officer, { reason: '文书编号有误' });
  await rescinded('proposeContractRescission', officer, judgment);
  await rescinded('rescindContract', approver, { reason: '执行生效判决' });
};
