import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { askPaper, findStrangeWords, readDocx, readPdf, readWords } from '../support/papers.js';
import { demonstrationScene } from '../support/scenes.js';

const { parser } = createRequire(import.meta.url)('sax') as typeof import('sax');

const TEAM = [{ name: '示例社工甲', role: '项目主管', licence: '示例证号0001' }];
const MILESTONES = [
  { no: 1, name: '建立服务档案', dueOn: '2026-03-31', shownBy: '档案清单' },
  { no: 2, name: '中期满意度调查', dueOn: '2026-06-30' },
];
const CLAUSES = [{ title: '保密', text: '双方对服务对象的个人信息保密。' }];
const DRAFT = '草案未签署';

/** Throws where it is not well-formed. */
function assertWellFormed(xml: string): void {
  const reader = parser(true);
  reader.onerror = (error) => {
    throw error;
  };
  reader.write(xml).close();
}

describe('a contract on paper', () => {
  let app: TestApp;
  let parties: Parties;
  let rival: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    rival = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
  });
  afterAll(() => app.close());

  const CONTENT = { team: TEAM, milestones: MILESTONES, clauses: CLAUSES };
  const path = ({ id }: Contracting): string => `contracts/${id}`;
  const read = (contract: Contracting, by: TestAccount | null, language = 'zh') =>
    readPdf(app, path(contract), { by, language });

  it('says on every page of a draft that it is one, with the amount in figures and in words', async () => {
    const clauses = Array.from({ length: 40 }, (_, i) => ({
      title: `约定${i}`,
      text: '双方另行约定的事项。'.repeat(20),
    }));
    const contract = await Contracting.drafted(app, parties, { ...CONTENT, clauses });
    const pages = await read(contract, parties.bureau.officer);
    expect(pages.length).toBeGreaterThan(2);
    pages.forEach((page, i) => {
      expect(page).toContain(DRAFT);
      expect(page).toContain(`第${i + 1}页，共${pages.length}页`);
      expect(page).toContain('生成时间（北京时间）2025-12-2209:0');
    });
    const text = pages.join('');
    for (const part of [
      '政府购买服务合同',
      '社区居家养老服务项目',
      '180000.00',
      '壹拾捌万元整',
      '2026-01-01至2026-12-31',
      '建立服务档案',
      '档案清单',
      '30%',
      '54000.00',
      '示例社工甲',
      '上述内容尚未经双方签署',
    ])
      expect(text).toContain(part);
  });

  it('says so while one party alone has signed, and no longer once both have', async () => {
    const contract = await Contracting.drafted(app, parties, CONTENT);
    await contract.sign(parties.manager);
    const half = (await read(contract, parties.manager)).join('');
    expect(half).toContain('草案仅一方已签署');
    await contract.sign(parties.bureau.approver);
    const { here } = await contract.read();
    const signed = await read(contract, parties.manager);
    const text = signed.join('');
    expect(text).not.toContain('草案');
    expect(text).toContain(here.contentHash);
    expect(text).toContain('上述内容');
    expect(text).toContain('双方均已签署上述内容');
    expect(text).toContain('第1条服务内容');
    expect(text).toContain('双方对服务对象的个人信息保密');
    expect(text.match(/2025-12-2209:0\d/g)?.length).toBeGreaterThan(2);
    const { tender } = here.content as unknown as { tender: { ocid: string } };
    expect(text).toContain(tender.ocid);
  });

  it('after an amendment says what was signed, what it changed, and what the supplement adds to whole and schedule', async () => {
    const contract = await Contracting.signed(app, parties, { ...CONTENT, requirement: '每周上门两次' });
    const { here: before } = await contract.read();
    await contract.amended({ content: { requirement: '每周上门三次' } });
    const { here } = await contract.amended({ reasonCode: 'supplement', supplement: '18000.00' });
    const text = (await read(contract, parties.manager)).join('');
    for (const part of [before.contentHash, here.contentHash, String(here.amendments[0]?.hash)])
      expect(text).toContain(part);
    expect(text).toContain('含补充的合同总金额（元）198000.00');
    expect(text).toContain('总金额人民币大写壹拾玖万捌仟元整');
    expect(text).toContain('变更2项目验收合格后—18000.00');
    expect(text).toContain('变更1（合同约定的变更）');
    expect(text).toContain('服务要求每周上门两次每周上门三次');
    expect(text).toContain('双方已分别签署原合同与各项变更');
    expect(text).not.toContain('双方均已签署上述内容');
    const { items } = (
      await app.http.get(`/api/v1/contracts/${contract.id}/payments`).set(parties.manager.auth).expect(200)
    ).body as {
      items: { amount: string }[];
    };
    for (const { amount } of items) expect(text).toContain(amount);
  });

  it('has each instalment as it is asked for, to the fen, where an amendment divides what is left anew, and what changed in words', async () => {
    const thirds = (trigger: string, of?: number) => [
      { no: 1, trigger: 'signing', share: 3333 },
      { no: 2, trigger: 'acceptance', share: 3333 },
      { no: 3, trigger, share: 3334, ...(of !== undefined && { of }) },
    ];
    const contract = await Contracting.signed(app, parties, { ...CONTENT, payments: thirds('acceptance') });
    // As if the first had been asked for when it was due: an amendment leaves it as it is.
    await app.dataSource.query(
      `UPDATE payment SET state = 'due', amount = amount - 1, claimed = amount - 1, approvers = 1, requested_by = $2
       WHERE contract_id = $1 AND share_no = 1`,
      [contract.id, parties.manager.id],
    );
    await contract.amended({ content: { payments: thirds('milestone', 1) } });
    const { items } = (
      await app.http.get(`/api/v1/contracts/${contract.id}/payments`).set(parties.manager.auth).expect(200)
    ).body as { items: { amount: string }[] };
    const fen = items.map(({ amount }) => Math.round(Number(amount) * 100));
    expect(fen.reduce((sum, each) => sum + each, 0)).toBe(18_000_000);
    const text = (await read(contract, parties.manager)).join('');
    for (const { amount } of items) expect(text).toContain(amount);
    expect(text).toContain('付款安排/第3项/付款条件项目验收合格后阶段性目标验收合格后');
  });

  it('says whatever an amendment changed in words of its language, but for the words that were signed', async () => {
    const contract = await Contracting.signed(app, parties, { ...CONTENT, reportMonths: 1 });
    await contract.amended({
      content: {
        performanceBond: 500,
        settlement: 'progress',
        confirmDays: 10,
        lateInterest: '按合同约定计付',
        lateInterestRate: '0.0003',
        suspensionAfterDays: 15,
        acceptanceDays: 12,
        paymentDays: 20,
        reportMonths: 2,
        standards: [
          {
            no: 1,
            text: '上门探访',
            target: 960,
            unit: '人次',
            measure: { of: 'visits', form: 'visit', content: 'RELIEF' },
          },
          { no: 2, text: '满意度', target: 90, unit: '%' },
        ],
      },
    });
    const texts: string[] = [];
    for (const language of ['zh', 'en'] as const) {
      const text = (await read(contract, parties.manager, language))
        .join('')
        .replace(/(\(inChinese\)|经变更的现行内容）)[^]*?(Amendments|变更序号)/, '$1');
      const { body } = await app.http
        .get(`/api/v1/contracts/${contract.id}`)
        .set({ ...parties.manager.auth, 'Accept-Language': language });
      expect([language, findStrangeWords(text, language, body)]).toEqual([language, []]);
      texts.push(text);
    }
    for (const part of [
      '履约保证金—5%',
      '价款结算方式—按履行进度结算',
      '计量对象：服务人次；服务形式：探访；服务内容：救助服务',
    ])
      expect(texts[0]).toContain(part);
    for (const part of ['performancebond—5%', 'whatiscounted:recipientsservedeachtime;formofservice:Visit'])
      expect(texts[1]).toContain(part);
  });

  it('is the same as DOCX, with its mark in the head of each page', async () => {
    const contract = await Contracting.drafted(app, parties, CONTENT);
    const parts = await readDocx(app, path(contract), { by: parties.manager });
    const words = readWords(parts.get('word/document.xml'));
    for (const part of [
      '社区居家养老服务项目',
      '180000.00',
      '壹拾捌万元整',
      '建立服务档案',
      '示例社工甲',
      '2026-03-31',
    ])
      expect(words).toContain(part);
    expect(readWords(parts.get('word/header1.xml'))).toBe('草案 未签署');
    expect(readWords(parts.get('word/footer1.xml'))).toContain('生成时间（北京时间）');
    expect(parts.get('word/footer1.xml')).toContain('NUMPAGES');
    await contract.signBoth();
    const signed = await readDocx(app, path(contract), { by: parties.manager });
    expect(readWords(signed.get('word/header1.xml'))).toBe('');
    expect(readWords(signed.get('word/document.xml'))).toContain('双方均已签署上述内容');
  });

  it('has its labels in the language that is asked for, the signed words in their own', async () => {
    const contract = await Contracting.drafted(app, parties, CONTENT);
    const text = (await read(contract, parties.manager, 'en')).join('');
    expect(text).toContain('DRAFT,NOTSIGNED');
    expect(text).toContain('Scheduleofpayments');
    expect(text).toMatch(/Page1of\d/);
    expect(text).toContain('第1条服务内容');
    // `lang` goes before Accept-Language.
    const parts = await readDocx(app, path(contract), { by: parties.manager, query: '&lang=en' });
    expect(readWords(parts.get('word/header1.xml'))).toBe('DRAFT, NOT SIGNED');
    expect(readWords(parts.get('word/document.xml'))).toContain('Schedule of payments');
  });

  it('that was signed on paper and taken over is no draft; its content waits for both to confirm it', async () => {
    const contract = await Contracting.recorded(app, parties);
    await contract.must('take-over', { content: CONTENT });
    const text = (await read(contract, parties.bureau.officer)).join('');
    expect(text).toContain('合同已签订；本件所载内容尚未经双方确认');
    expect(text).not.toContain('草案');
  });

  it('that was signed elsewhere is said to be, with who confirmed it here, and has no clause that nobody agreed', async () => {
    const contract = await Contracting.recorded(app, parties);
    const payments = [{ no: 1, trigger: 'acceptance', share: 10000 }];
    const taken = await contract.must('take-over', { content: { standards: [{ no: 1, text: '上门服务' }], payments } });
    const by = parties.bureau.officer;
    const readText = async (id: string): Promise<string> => {
      const answer = await app.http.get(`/api/v1/contracts/${id}/text`).set(by.auth).expect(200);
      return (answer.body as { text: string }).text;
    };
    const readAll = async () => [
      await readText(contract.id),
      (await read(contract, by)).join(''),
      readWords((await readDocx(app, path(contract), { by })).get('word/document.xml')),
    ];
    const [year = '', month, day] = (taken.signedOn ?? '').split('-');
    const waiting = await readAll();
    for (const text of waiting) {
      expect(text).toContain(`签订日期：${year}年${Number(month)}月${Number(day)}日`);
      expect(text).toContain('甲方尚未在本系统确认其内容');
      for (const invented of [
        '合同签署',
        '签署后成立',
        '不收取履约保证金',
        '按响应文件执行',
        '按采购文件与响应文件执行',
      ])
        expect(text).not.toContain(invented);
    }
    for (const paper of waiting.slice(1)) expect(paper).toContain(`本合同在本系统之外签订（${taken.signedOn}）`);
    const confirmed = await contract.signBoth('confirm-content');
    expect(confirmed.here.contentHash).toBe(taken.here.contentHash);
    const papers = await readAll();
    for (const text of papers) {
      for (const side of ['甲方', '乙方']) expect(text).toContain(`${side}于2025年12月22日在本系统确认`);
      expect(text).not.toContain('签署后成立');
    }
    for (const paper of papers.slice(1)) {
      expect(paper).toContain('双方均已在本系统确认上述内容为该合同的内容');
      for (const untrue of ['双方均已签署上述内容', '双方签署的文本']) expect(paper).not.toContain(untrue);
    }
    const english = (await read(contract, by, 'en')).join('');
    expect(english).toContain('eachpartyhasconfirmedherethatthisisitscontent');
    // One that is signed here keeps its words.
    const here = await Contracting.signed(app, parties, CONTENT);
    expect(await readText(here.id)).toContain('本合同由双方对其内容的哈希值签署后成立');
  });

  it('shows everybody else no more than the answer does', async () => {
    const contract = await Contracting.drafted(app, parties, CONTENT);
    for (const by of [null, rival])
      for (const format of ['pdf', 'docx'])
        expect((await askPaper(app, `${path(contract)}?format=${format}`, { by })).status).toBe(404);
    await contract.signBoth();
    await contract.must('publish', { url: 'https://example.org/notice/1' });
    for (const by of [null, rival]) {
      const published = (await read(contract, by)).join('');
      expect(published).toContain('壹拾捌万元整');
      expect(published).toContain('本件依据已登记或公开的合同信息生成');
      expect(published).not.toContain('草案');
      for (const kept of ['示例社工甲', '示例证号0001', '双方对服务对象', '统一社会信用代码', '建立服务档案', '哈希'])
        expect(published).not.toContain(kept);
      const words = readWords((await readDocx(app, path(contract), { by })).get('word/document.xml'));
      expect(words).toContain('壹拾捌万元整');
      expect(words).not.toContain('示例社工甲');
    }
  });

  it('is asked for by format or by Accept, and by no form that it does not have', async () => {
    const contract = await Contracting.drafted(app, parties, CONTENT);
    const by = parties.manager;
    const asked = await askPaper(app, path(contract), { by, accept: 'application/pdf' });
    expect([asked.status, asked.type]).toEqual([200, 'application/pdf']);
    expect([asked.headers['cache-control'], asked.headers.etag]).toEqual(['no-store', undefined]);
    expect(asked.headers.vary).toMatch(/Accept,.*Accept-Language/);
    expect(asked.headers['content-disposition']).toBe(
      `attachment; filename="contract-${contract.id.slice(0, 8)}.pdf"; filename*=UTF-8''` +
        `${encodeURIComponent('合同 社区居家养老服务项目.pdf')}`,
    );
    const json = await app.http
      .get(`/api/v1/${path(contract)}`)
      .set(by.auth)
      .expect(200);
    expect([json.type, (json.body as { id: string }).id]).toEqual(['application/json', contract.id]);
    // `format` goes before Accept.
    const both = await askPaper(app, `${path(contract)}?format=pdf`, { by, accept: 'text/csv' });
    expect(both.status).toBe(200);
    for (const format of ['xlsx', 'PDF', '', 'pdf&format=docx']) {
      const refused = await app.http.get(`/api/v1/${path(contract)}?format=${format}`).set(by.auth);
      expect([format, refused.status, (refused.body as { code: string }).code]).toEqual([
        format,
        400,
        'validation_failed',
      ]);
    }
    const refused = await app.http.get(`/api/v1/${path(contract)}`).set({ ...by.auth, Accept: 'text/csv' });
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([406, 'not_acceptable']);
    await app.http
      .get(`/api/v1/${path(contract)}?lang=fr`)
      .set(by.auth)
      .expect(400);
    await app.http
      .head(`/api/v1/${path(contract)}?format=pdf`)
      .set(by.auth)
      .expect(200);
  });

  it('holds as many milestones as there may be, the longest texts and what looks like something else', async () => {
    const strange = '<w:p>&amp;</w:p> =1+1 😀 𠮷野 \u202e反向 {{x}} ]]> \t制表';
    const milestones = Array.from({ length: 50 }, (_, i) => ({
      no: i + 1,
      name: i === 0 ? strange : `第${i + 1}项目标`,
      dueOn: '2026-06-30',
    }));
    const clauses = [{ title: strange, text: '很长的条款。'.repeat(1600) }];
    // A run that breaks nowhere ends its lines itself, on paper as in a cell.
    const requirement = `${'_'.repeat(9000)}完`;
    const contract = await Contracting.drafted(app, parties, { milestones, clauses, requirement });
    const pages = await read(contract, parties.manager);
    const text = pages.join('');
    expect(pages.length).toBeGreaterThan(7);
    expect(text).toContain(`第${pages.length}页，共${pages.length}页`);
    expect(text).toContain('第50项目标');
    expect(text).toContain('<w:p>&amp;</w:p>=1+1');
    // What the font does not have is named.
    expect(text).toContain('〔U+1F600〕');
    expect(text).toMatch(/(𠮷|〔U\+20BB7〕)野/u);
    expect(text.match(/很/g)).toHaveLength(1600);
    expect(text.match(/_/g)).toHaveLength(9000);
    const parts = await readDocx(app, path(contract), { by: parties.manager });
    for (const [name, xml] of parts) if (/\.(xml|rels)$/.test(name)) assertWellFormed(xml);
    const words = readWords(parts.get('word/document.xml'));
    expect(words).toContain('<w:p>&amp;</w:p> =1+1 😀 𠮷野  反向 {{x}} ]]>  制表');
    expect(words).toContain('第50项目标');
    expect(parts.get('word/document.xml')).not.toMatch(/w:fldSimple|w:instrText|w:hyperlink/);
  });
});

describe('a contract of a demonstration on paper', () => {
  it('says on every page that nobody bought this', async () => {
    const app = await startTestApp({ scene: await demonstrationScene() });
    const { body } = await app.http.get('/api/v1/contracts?dataset=fiction&limit=1').expect(200);
    const [contract] = (body as { items: { id: string }[] }).items;
    for (const page of await readPdf(app, `contracts/${contract?.id ?? ''}`))
      expect(page).toContain('演示数据（fiction）');
    const parts = await readDocx(app, `contracts/${contract?.id ?? ''}`, { language: 'en' });
    expect(readWords(parts.get('word/header1.xml'))).toContain('DEMONSTRATION DATA');
    await app.close();
  });
});
