import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accepting } from '../support/acceptances.js';
import type { TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { Contracting, PAYMENTS, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Evaluating, makeGround, type Ground } from '../support/evaluations.js';
import { Implementing, makeOnlookers, type Thing } from '../support/implementing.js';
import { askPaper, findStrangeWords, readPdf } from '../support/papers.js';
import { ACCOUNT, Paying, stateAccount } from '../support/paying.js';
import { stripRandomParts } from '../support/random-parts.js';
import { startContracting } from '../support/started.js';

const STANDARDS = [
  { no: 1, text: '上门探访', target: 960, unit: '人次', measure: { of: 'visits', form: 'visit' } },
  { no: 2, text: '满意度', target: 90, unit: '%' },
];

let app: TestApp;
let parties: Parties;
let onlookers: Awaited<ReturnType<typeof makeOnlookers>>;
let officer: TestAccount;
let manager: TestAccount;
beforeAll(async () => {
  ({ app, parties } = await startContracting());
  onlookers = await makeOnlookers(app, parties);
  ({ manager } = parties);
  ({ officer } = parties.bureau);
});
afterAll(() => app.close());

const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
/** A paper in the language that is asked for, which holds no word of another one. */
async function read(path: string, by: TestAccount | null, asked: 'en' | 'zh' = 'zh'): Promise<string> {
  let text = '';
  for (const language of ['en', 'zh'] as const) {
    const paper = (await readPdf(app, path, { by, language })).join('');
    const { body } = await app.http.get(`/api/v1/${path}`).set({ ...by?.auth, 'Accept-Language': language });
    const { contract } = body as { contract?: string };
    const { body: of } = await app.http.get(`/api/v1/contracts/${contract ?? ''}`).set({ ...by?.auth });
    expect([path, language, findStrangeWords(paper, language, [body, of])]).toEqual([path, language, []]);
    if (language === asked) text = paper;
  }
  return text;
}
const statuses = async (path: string, ...by: (TestAccount | null)[]): Promise<number[]> =>
  Promise.all(by.map(async (who) => (await askPaper(app, `${path}?format=pdf`, { by: who })).status));

describe('a progress report on paper', () => {
  it('says what was done and how far it has come, to those who may read the report', async () => {
    await at('2025-12-22');
    const work = await Implementing.begin(
      app,
      parties,
      { standards: STANDARDS, payments: PAYMENTS },
      { window: { start: '2025-12-15', end: '2026-12-14' } },
    );
    await at('2026-02-02');
    await work.record('2026-01-05', { minutes: 45, participants: 3 });
    const made = await work.make('reports', { from: '2026-01-01' }, manager);
    const { id, version } = made.body as Thing;
    const words = '本期服务按计划开展，详见附表。';
    await app.http
      .patch(`/api/v1/contracts/${work.contract.id}/reports/${id}`)
      .set({ ...manager.auth, 'If-Match': `"${version}"`, 'Content-Type': 'application/merge-patch+json' })
      .send({ text: words })
      .expect(200);
    const path = `contracts/${work.contract.id}/reports/${id}`;
    const draft = await read(path, manager);
    expect(draft).toContain('草稿未提交');
    for (const part of [words, '2026-01-01至2026-01-31', '社区居家养老服务项目', '上门探访960人次33'])
      expect(draft).toContain(part);
    // What the agency has not handed in is its own.
    const untold = await read(path, officer);
    expect(untold).toContain('草稿未提交');
    expect(untold).not.toContain(words);
    expect(untold).not.toContain('上门探访');
    await work.must('reports', id, 'submit', {}, manager);
    expect(await read(path, officer)).toContain('已提交未审核');
    await work.must('reports', id, 'approve', {}, officer);
    // The neighbours' committee reads the report and not the contract, which nobody has published.
    for (const by of [officer, onlookers.neighbour, onlookers.watcher]) {
      const text = await read(path, by);
      expect(text).toContain(words);
      expect(text).toContain('状态审核通过');
      expect(text).not.toMatch(/草稿|未审核/);
      expect(text.includes('社区居家养老服务项目')).toBe(by !== onlookers.neighbour);
    }
    expect(await read(path, officer, 'en')).toContain('TowardthestandardsofthecontractNo.Standard');
    expect(await statuses(path, null, onlookers.rival, onlookers.otherNeighbour, onlookers.otherBureau)).toEqual([
      401, 404, 404, 404,
    ]);
    const docx = await askPaper(app, `${path}?format=docx`, { by: officer });
    expect(docx.status).toBe(400);
  });
});

describe('an acceptance on paper', () => {
  it('has findings, counted opinions, signatures and conclusion, and of each no more than its reader may know', async () => {
    await at('2026-02-03');
    const round = await Accepting.begin(app, parties);
    const path = `acceptances/${round.id}`;
    const open = await read(path, officer);
    expect(open).toContain('草案未签署');
    expect(open).toContain('尚无结论');
    expect(open).toContain('上门服务9600人次');
    expect(await statuses(path, null, onlookers.rival)).toEqual([404, 404]);
    const recipient = await round.prepared('met', 'partly');
    const { opinions, members } = await round.read();
    const member = members[0]?.name.replaceAll(' ', '') ?? '?';
    expect(await read(path, officer)).toContain('草案未作结论');
    await round.conclude({ result: 'rectify', reason: '满意度尚未达标', newDueOn: '2026-03-31' });
    const [own, agency] = [await read(path, officer), await read(path, manager)];
    for (const text of [own, agency]) {
      expect(text).not.toContain('草案');
      for (const part of ['部分达到', '限期整改', '满意度尚未达标', '2026-03-31', member]) expect(text).toContain(part);
      // A recipient is on no paper, neither by name nor by number.
      for (const kept of [recipient, '示例服务对象', opinions?.[0]?.voices[0]?.number ?? '?'])
        expect(text).not.toContain(kept);
    }
    expect(own).toContain('座谈会2026-02-031000');
    expect(agency).not.toContain('座谈会');
    await round.must('publish', { url: 'https://example.org/acceptance/1' });
    const published = await read(path, null);
    expect(published).toContain('限期整改');
    for (const kept of ['满意度尚未达标', member, '座谈会', '阶段性目标']) expect(published).not.toContain(kept);
    expect(await read(path, null, 'en')).toContain('tobemended');
  });
});

describe('an evaluation on paper', () => {
  let ground: Ground;
  beforeAll(async () => {
    ground = await makeGround(app, null);
  });

  it('has points, grade and who evaluated, marked until it is published', async () => {
    const evaluation = await Evaluating.sent(app, ground);
    const path = `evaluations/${evaluation.id}`;
    const sent = await read(path, ground.parties.bureau.officer);
    expect(sent).toContain('未公布非最终结果');
    for (const part of ['服务效果60%', '1.1.2指标10085.50', '按记录核对']) expect(sent).toContain(part);
    expect(await statuses(path, null, ground.parties.manager, onlookers.rival)).toEqual([404, 404, 404]);
    await evaluation.must('confirm', {}, ground.parties.bureau.approver);
    await evaluation.must('publish');
    const { total, grade } = await evaluation.read(null);
    for (const by of [null, ground.parties.manager, ground.evaluator.user]) {
      const text = await read(path, by);
      expect(text).not.toContain('未公布');
      expect(text).toContain(`总分（百分制）${total ?? '?'}`);
      // Single points are for buyer, evaluator and agency.
      expect(text.includes('按记录核对')).toBe(by !== null);
    }
    expect(grade).not.toBeNull();
    expect(await read(path, null, 'en')).toContain('Evaluationofaservice');
    await evaluation.must('appeal', { reason: '评分依据有误' }, ground.parties.manager);
    expect(await read(path, ground.parties.manager)).toContain('评分依据有误');
    const outside = await read(path, null);
    expect(outside).toContain('申诉处理中暂不生效');
    expect(outside).not.toContain('评分依据有误');
  });
});

describe('the record of an invoice on paper', () => {
  it('says on every page that it is none, and shows no account', async () => {
    await at('2026-03-10');
    const contract = await Contracting.signed(app, parties, {}, { window: { start: '2025-12-15', end: '2026-12-14' } });
    await stateAccount(app, parties);
    const made = await new Paying(app, contract).invoice(1);
    expect(made.status).toBe(201);
    const { id, number, amount, version } = made.body as {
      id: string;
      number: string;
      amount: string;
      version: number;
    };
    const path = `contracts/${contract.id}/invoices/${id}`;
    const json = await app.http.get(`/api/v1/${path}`).set(officer.auth).expect(200);
    expect([json.headers.etag, (json.body as { number: string }).number]).toEqual([`"${version}"`, number]);
    for (const by of [officer, manager]) {
      const text = await read(path, by);
      for (const part of ['发票信息不是税务发票', '尚未接受', number, amount, '伍万肆仟元整', '2025-12-22'])
        expect(text).toContain(part);
      expect(text).not.toContain(ACCOUNT);
      // The invoice's number counts the invoices of this test, and may end like the account.
      expect(stripRandomParts(text.replaceAll(number, '…'))).not.toContain(ACCOUNT.slice(-4));
    }
    await app.http
      .post(`/api/v1/${path}/actions/return`)
      .set({ ...officer.auth, 'If-Match': `"${version}"` })
      .send({ reason: '购买方名称有误', ground: 'invoice_wrong' })
      .expect(200);
    const returned = await read(path, manager, 'en');
    expect(returned).toContain('NOTATAXINVOICE·RETURNED');
    expect(returned).toContain('购买方名称有误');
    const { rival, otherBureau, neighbour } = onlookers;
    expect(await statuses(path, null, rival, otherBureau, neighbour)).toEqual([401, 404, 404, 404]);
    const other = await Contracting.drafted(app, parties);
    expect(await statuses(`contracts/${other.id}/invoices/${id}`, officer)).toEqual([404]);
  });
});
