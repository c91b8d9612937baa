import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WriterGate } from '../../src/kernel/database/turns/writer-gate.js';
import type { AllowedAction } from '../support/actions.js';
import type { TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { listStatements } from '../support/statements.js';

interface Needing extends AllowedAction {
  needs?: { refusal: string; rule?: string; pointer: string; text: string }[];
}

describe('What the actions of a contract need', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
  });
  afterAll(() => app.close());
  /** The refusals of each action, by its name. */
  async function readNeeds(contract: Contracting, by?: TestAccount): Promise<Record<string, string[] | undefined>> {
    const { allowedActions } = await contract.read(by);
    return Object.fromEntries(
      (allowedActions as Needing[]).map(({ action, needs }) => [action, needs?.map(({ refusal }) => refusal)]),
    );
  }

  it('are said of a draft before it is signed', async () => {
    const contract = await Contracting.drafted(app, parties, { payments: [] });
    const { manager } = parties;
    expect(await readNeeds(contract, manager)).toEqual({
      sign: ['content_incomplete'],
      withdraw_signature: ['signature_absent'],
    });
    await contract.must('redraft', {
      reason: '补全',
      content: { payments: [{ no: 1, trigger: 'signing', share: 10000 }] },
    });
    expect(await readNeeds(contract, manager)).toEqual({ sign: [], withdraw_signature: ['signature_absent'] });
    expect((await contract.sign(manager)).status).toBe(200);
    expect(await readNeeds(contract, manager)).toEqual({ sign: ['signed_already'], withdraw_signature: [] });
    expect(await readNeeds(contract)).toEqual({ redraft: [], abandon: ['award_stands'] });
  });

  it('are said of the content of a draft to who writes it, who need not be who signs it', async () => {
    const contract = await Contracting.drafted(app, parties, { settlement: 'period', payments: [] });
    const readLacks = async (by?: TestAccount) => {
      const { here } = await contract.read(by);
      return (here as { lacks?: { refusal: string; pointer: string }[] }).lacks?.map((each) => [
        each.refusal,
        each.pointer,
      ]);
    };
    const both = [
      ['content_incomplete', '/payments'],
      ['confirm_days_missing', '/confirmDays'],
    ];
    expect([await readLacks(), await readLacks(parties.manager)]).toEqual([both, both]);
    const payments = [{ no: 1, trigger: 'signing', share: 10000 }];
    await contract.must('redraft', { reason: '补全', content: { payments, confirmDays: 10 } });
    expect(await readLacks()).toEqual([]);
    await contract.signBoth();
    expect(await readLacks()).toBeUndefined();
  });

  it('are said of amendments, of the team and of its end while the contract goes on', async () => {
    const contract = await Contracting.active(app, parties);
    const before = await readNeeds(contract);
    // What the request decides is not said to want nothing.
    for (const action of ['propose_amendment', 'propose_termination', 'propose_halt', 'halt']) {
      expect(Object.keys(before)).toContain(action);
      expect(before[action]).toBeUndefined();
    }
    expect(before).toMatchObject({
      withdraw_amendment: ['amendment_unknown'],
      publish_amendment: ['amendment_not_agreed'],
      change_team: ['team_change_not_asked'],
      consent_subcontract: ['subcontract_not_asked'],
      withdraw_termination_proposal: ['termination_not_proposed'],
      withdraw_halt_proposal: ['halt_not_proposed'],
      renew: ['renewal_not_planned'],
      publish: [],
      redraft: ['content_agreed'],
    });
    expect(await readNeeds(contract, parties.bureau.approver)).toMatchObject({
      amend: ['amendment_unknown'],
      terminate: ['termination_not_proposed'],
      order_halt: ['halt_not_proposed'],
    });
    const window = { start: '2025-12-15', end: '2026-11-30' };
    expect((await contract.propose({ content: { window } })).status).toBe(200);
    const ground = { ground: 'breach', reference: '违约通知书1号', reason: '严重违约' };
    await contract.must('propose-termination', ground);
    await contract.must(
      'ask-team-change',
      { team: [{ name: '测试丁', role: '督导' }], reason: '离职' },
      parties.manager,
    );
    const { hearUntil } = (await contract.read()).here.endings[0] ?? {};
    expect(hearUntil).not.toBeNull();
    expect(await readNeeds(contract)).toMatchObject({
      withdraw_amendment: [],
      publish_amendment: ['amendment_not_agreed'],
      change_team: [],
      propose_termination: ['proposed_already'],
      withdraw_termination_proposal: [],
    });
    expect(await readNeeds(contract, parties.bureau.approver)).toMatchObject({
      amend: [],
      terminate: ['hearing_running'],
    });
    const { id: amendment, hash } = (await contract.read()).here.amendments[0] ?? {};
    await contract.must('amend', { amendment, hash }, parties.manager);
    expect(await readNeeds(contract, parties.manager)).toMatchObject({
      amend: ['signed_already'],
      ask_team_change: ['team_change_pending'],
      be_heard: [],
      deliver: [],
      demand_payment: ['nothing_overdue'],
      suspend_work: ['clause_missing'],
    });
  });

  it('are told by statements that the actions share: each table is asked once, however many actions rest on it', async () => {
    const contract = await Contracting.active(app, parties);
    const sent = await listStatements(() => contract.read());
    const texts = sent.map(({ text, values }) => `${text} ${JSON.stringify(values)}`);
    const twice = texts.filter((text, at) => texts.indexOf(text) !== at);
    expect(twice).toEqual([]);
  });

  it('name the fault in words, and none where the action passes', async () => {
    const contract = await Contracting.drafted(app, parties, { payments: [] });
    const { allowedActions } = await contract.read(parties.manager);
    const [sign] = (allowedActions as Needing[]).filter(({ action }) => action === 'sign');
    expect(sign?.needs).toMatchObject([{ pointer: '/payments', refusal: 'content_incomplete' }]);
    expect(sign?.needs?.[0]?.text).toBeTruthy();
    const refused = await contract.sign(parties.manager);
    expect(refused.body).toMatchObject({ code: 'content_incomplete', errors: [{ pointer: '/payments' }] });
  });

  it('are told also where writers leave no turn', async () => {
    const contract = await Contracting.drafted(app, parties);
    const gate = app.running.app.get(WriterGate);
    const turns = await Promise.all(Array.from({ length: gate.limits.all }, () => gate.enter(undefined)));
    // As many as may stand in line: who comes next is refused at once.
    const line = Array.from({ length: 2_000 }, async () => (await gate.enter(undefined))());
    const busy = await readNeeds(contract, parties.manager);
    for (const leave of turns) leave();
    await Promise.all(line);
    expect(busy).toMatchObject({ sign: [] });
    expect(await readNeeds(contract, parties.manager)).toEqual(busy);
  });
});
