import { expect } from '@jest/globals';
import { gather } from '../../tour/cast.js';
import { planned } from '../../tour/continued.js';
import { Person, type Root } from '../../tour/stage.js';
import { toTheContract } from '../../tour/to-the-contract.js';
import { toTheOpening } from '../../tour/to-the-opening.js';
import { toTheReport, toTheResult } from '../../tour/to-the-result.js';
import { toTheTender } from '../../tour/to-the-tender.js';
import { begun, kept, recorded } from '../../tour/to-the-work.js';
import { accountStated } from '../../tour/money.js';
import { monday, refusalOf } from './monday.js';

interface Notices {
  items: { tender: string; kind: string }[];
}
interface Clarifications {
  items: { id: string; question: string; answer: string | null }[];
}
interface OwnBid {
  state: string;
  result: { rank: number | null; score: string | null } | null;
  content: { documents: { name: string }[] } | null;
}
interface Report extends Root {
  from: string;
  to: string;
  figures: {
    records: number;
    minutes: number;
    recipients: number;
    visits: number;
    standards: { no: number; target: number | null; done: number | null }[];
  };
}
interface Payment extends Root {
  no: number;
  amount: string;
  met: { missing: string | null };
  invoice: { number: string; state: string } | null;
  deadlines: { rule: string; date: string | null }[];
}
interface Coverage {
  spells: { contract: string | null; to: string }[];
  successor: object | null;
  next: { kind: string };
}

monday('Agency manager', async ({ app, stage }) => {
  const cast = await gather(stage);
  const nobody = new Person(app.url, '无账号');
  const agency = cast.agencies[2] as (typeof cast.agencies)[number];
  const { manager } = agency;
  // The account that was asked for with a credit code and confirmed by an administrator.
  expect(await manager.get('me')).toMatchObject({ seats: [{ role: 'agency_manager' }] });

  // Searched without signing in, by text, place, category and deadline.
  const { tender, lot, line, community } = await toTheTender(stage, cast);
  const search = async (query: string) =>
    (await nobody.get<Notices>(`notices?kind=tender&${query}`)).items.map((notice) => notice.tender);
  for (const query of [
    `q=${encodeURIComponent('清泉社区')}`,
    'region=990200',
    'category=ELDERLY_HOME_CARE',
    'deadlineAfter=2025-11-12',
  ])
    expect([query, await search(query)]).toEqual([query, [tender]]);
  for (const query of ['q=%E5%84%BF%E7%AB%A5', 'region=990300', 'category=DISABILITY', 'deadlineAfter=2025-12-01'])
    expect([query, await search(query)]).toEqual([query, []]);

  // A question is answered to everybody, and nobody is told whose it was.
  const at = `tenders/${tender}/clarifications`;
  const question = '助浴是否包括在内？';
  const asked = await manager.post<Clarifications>(at, { question });
  const { id } = asked.items.find((item) => item.question === question) as { id: string };
  await cast.agent.post(`${at}/${id}/answer`, { answer: '包括。', affectsPreparation: false });
  const all = await nobody.get<Clarifications>(at);
  expect(all.items.find((item) => item.id === id)).toMatchObject({ question, answer: '包括。' });
  expect(JSON.stringify(all)).not.toContain(agency.body);

  // A bid with a document, sealed, with a receipt that can be verified and not be forged.
  const bids = await toTheOpening(stage, cast, { tender, lot });
  const own = bids.find((bid) => bid.agency === agency)?.id ?? '';
  expect(await manager.get<OwnBid>(`bids/${own}`)).toMatchObject({ content: { documents: [{ name: '虚构.txt' }] } });
  const receipt = await manager.get<{ receipt: { sha256: string } }>(`bids/${own}/receipt`);
  const verify = (given: object) => manager.post<{ valid: boolean }>('bids/verify-receipt', given);
  const forged = { ...receipt, receipt: { ...receipt.receipt, sha256: '0'.repeat(64) } };
  expect((await verify(receipt)).valid).toBe(true);
  expect(await refusalOf(verify(forged))).toEqual([422, 'receipt_forged']);

  // The result with the own score and rank, and no rival's; then the signature.
  await toTheReport(stage, cast, tender, bids);
  const award = await toTheResult(stage, cast, tender, bids);
  expect(await manager.get<OwnBid>(`bids/${own}`)).toMatchObject({ state: 'won', result: { rank: 1, score: '89.00' } });
  const rival = bids.find((bid) => bid.agency !== agency)?.id ?? '';
  expect((await refusalOf(manager.get(`bids/${rival}`)))[0]).toBe(404);
  const { contract, ...signed } = await toTheContract(stage, cast, tender, award, bids, 1);
  expect(signed.agency).toBe(agency);

  // Each month the records have filled the report: counts, minutes, recipients against the targets.
  await stage.moveTo('2026-01-05T09:00:00+08:00');
  const work = await begun(stage, cast, { contract, line, community, agency }, 40);
  await stage.moveTo('2026-02-02T09:00:00+08:00');
  const january = await kept(work, '2026-01-06', '2026-01-31');
  await recorded(work, january);
  const reports = `contracts/${contract}/reports`;
  const draft = await manager.post<Report>(reports, { from: '2026-01-01' });
  const minutes = (january as { minutes: number }[]).reduce((sum, record) => sum + record.minutes, 0);
  expect(draft).toMatchObject({
    to: '2026-01-31',
    figures: { records: january.length, minutes, recipients: 40, visits: january.length * 10 },
  });
  expect(draft.figures.standards).toMatchObject([{ no: 1, target: 9600, done: january.length * 10 }]);
  const report = `${reports}/${draft.id}`;
  expect(await refusalOf(manager.act(report, 'submit'))).toEqual([422, 'report_text_missing']);
  await manager.change('PATCH', report, '', { text: '虚构：照护计划均已复核。' });
  expect(await manager.act(report, 'submit')).toMatchObject({ state: 'submitted' });
  await cast.officer.act(report, 'approve');
  expect(await refusalOf(manager.change('PATCH', report, '', { text: '另一说法' }))).toEqual([409, 'wrong_state']);

  // The invoice, and the day on which the law has it paid.
  await accountStated(work);
  const payments = async () => (await manager.get<{ items: Payment[] }>(`contracts/${contract}/payments`)).items;
  const [advance, due] = (await payments()) as [Payment, Payment];
  expect([advance.met.missing, due.met.missing]).toEqual([null, null]);
  const number = '25442000000000009001';
  await manager.post(`contracts/${contract}/invoices`, {
    ...{ payment: due.id, number, amount: due.amount, issuedOn: '2026-02-02' },
  });
  const [, invoiced] = await payments();
  expect(invoiced).toMatchObject({ invoice: { number }, deadlines: [{ rule: 'PAY-10WD', date: '2026-02-14' }] });

  // What continues after the end: nothing yet; then what the buyer has planned for those who are served.
  const coverage = await manager.get<Coverage>(`service-lines/${line}/coverage?asOf=2026-02-02`);
  expect(coverage).toMatchObject({ spells: [{ contract, to: '2026-12-31' }], successor: null, next: { kind: 'none' } });
  await planned(stage, cast, work, { kind: 'absorb', from: '2027-01-01', receiver: cast.committee });
  const plans = await manager.get<{ items: object[] }>(`contracts/${contract}/continuity-plan`);
  expect(plans.items).toMatchObject([
    { state: 'agreed', items: [{ serviceLine: line, kind: 'absorb', from: '2027-01-01', receiver: cast.committee }] },
  ]);
});
