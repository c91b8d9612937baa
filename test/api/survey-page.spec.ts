import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'acorn';
import { createHash, randomUUID } from 'node:crypto';
import { NEXT_KINDS } from '../../src/care/surveys/survey-types.js';
import { PLAN_KINDS } from '../../src/purchase/tenders/recording/fact-types.js';
import { makeBody } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Browser } from '../support/browser.js';
import { describeWith } from '../support/describe-with.js';
import { chromium } from '../support/optional-servers.js';
import { Surveying } from '../support/surveys.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const inside = (page: string, tag: string): string => new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page)?.[1] ?? '';
const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

describe('the page of residents', () => {
  it('may run and load what it was shipped with, ask this server, and nothing else', async () => {
    const { text, headers } = await app.http.get('/s').expect(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cache-control']).toBe('no-store');
    expect((headers['content-security-policy'] as unknown as string).split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${hash(inside(text, 'script'))}`,
      `style-src ${hash(inside(text, 'style'))}`,
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(inside(text, 'script').length).toBeGreaterThan(1000);
    // Nothing from elsewhere, nothing that the policy would refuse.
    expect(text).not.toMatch(/https?:|\ssrc=|<link|\son\w+=|\sstyle=|innerHTML|eval\(/);
    expect(text).toContain('<noscript>');
    expect((await app.http.post('/api/v1/survey-answers/questions').send({ code: 'x' })).headers['cache-control']).toBe(
      'no-store',
    );
  });

  it('is written in what a telephone of 2011 understands', async () => {
    const script = inside((await app.http.get('/s')).text, 'script');
    expect(() => parse(script, { ecmaVersion: 5 })).not.toThrow();
    expect(() => parse('const x = () => 1;', { ecmaVersion: 5 })).toThrow();
    expect(script).not.toMatch(
      /\b(Promise|fetch|Symbol|Map|Set|URLSearchParams)\b|\.(includes|find|classList|padStart)\b/,
    );
  });

  it('says everything in both languages', async () => {
    const script = inside((await app.http.get('/s')).text, 'script');
    const words = (language: string): string[] =>
      [
        ...(new RegExp(`${language}: \\{([\\s\\S]*?)\\n          \\}`).exec(script)?.[1] ?? '').matchAll(
          /^ {12}(\w+):/gm,
        ),
      ].map(([, key = '']) => key);
    expect(words('zh').length).toBeGreaterThan(25);
    expect(words('en')).toEqual(words('zh'));
  });
});

describe('what the page says of what comes next', () => {
  it('has words in both languages for whatever the coverage of a line may say', async () => {
    const script = inside((await app.http.get('/s')).text, 'script');
    const keys = [
      ...NEXT_KINDS.filter((kind) => kind !== 'plan').map((kind) => `next_${kind}`),
      ...PLAN_KINDS.filter((kind) => kind !== 'none').map((kind) => `plan_${kind}`),
    ];
    for (const key of keys) expect(script.match(new RegExp(`^ {12}${key}: '[^']+',$`, 'gm'))).toHaveLength(2);
  });
});

describeWith(chromium, 'the page of residents in a browser', () => {
  let survey: Surveying;
  let codes: string[];
  let browser: Browser;
  beforeAll(async () => {
    survey = await Surveying.among(app, [4]);
    await app.dataSource.query(`UPDATE contract SET published = true WHERE id = $1`, [survey.contract]);
    await survey.opened(4);
    codes = await survey.codes();
    browser = await Browser.open(chromium.path ?? '');
  });
  afterAll(() => browser.close());

  const open = async (fragment: string): Promise<void> => {
    await browser.send('Page.navigate', { url: 'about:blank' });
    await browser.send('Page.navigate', { url: `${app.url}/s${fragment}` });
    await browser.until(`document.getElementById('title') && document.getElementById('content').firstChild`);
  };
  const click = (selector: string) => browser.evaluate(`document.querySelector(${JSON.stringify(selector)}).click()`);
  const message = () => browser.evaluate<string>(`document.getElementById('message').innerText`);
  const answers = async (): Promise<unknown[]> =>
    (
      await app.dataSource.query<{ answers: unknown }[]>(`SELECT answers FROM survey_answer WHERE survey_id = $1`, [
        survey.id,
      ])
    ).map((row) => row.answers);
  const ratings = () =>
    app.dataSource.query(
      `SELECT r.side, r.stage, r.points, r.rater_id FROM rating r JOIN contract c ON c.tender_id = r.tender_id WHERE c.id = $1`,
      [survey.contract],
    );
  const fill = async (): Promise<void> => {
    await click('input[name=q1][value=true]');
    await click('input[name=q2][value="4"]');
    await click('input[name=q3][value="2"]');
  };

  it('reads the code of the fragment, asks, answers once, thanks, and shows what comes next', async () => {
    await open(`#${codes[0] ?? ''}`);
    await browser.until(`document.querySelectorAll('fieldset').length === 5`);
    // Neither in the bar of addresses nor in the history of the telephone.
    expect(await browser.evaluate('location.href')).toBe(`${app.url}/s`);
    expect(await browser.evaluate('document.querySelectorAll("input[type=radio]").length')).toBe(2 + 5 + 3 + 6);
    await click('input[name=q1][value=true]');
    await click('#send');
    expect(await message()).toContain('还有题目没有作答');
    expect(await browser.evaluate(`document.querySelectorAll('.missing').length`)).toBe(2);
    expect(await answers()).toEqual([]);
    await click('#language');
    expect(await browser.evaluate('document.body.innerText')).toMatch(
      /Did you receive the service\?[\s\S]*Bathing[\s\S]*How did the body that buys this service do\?[\s\S]*No rating/,
    );
    // What was chosen stays chosen.
    expect(await browser.evaluate('document.querySelector("input[name=q1][value=true]").checked')).toBe(true);
    await fill();
    await browser.evaluate(
      `(function () { var t = document.getElementById('t4'); t.value = '护理员很耐心'; t.onchange(); })()`,
    );
    // What is said of the buyer may be left out, and is chosen in one language and sent in another.
    await click('input[name=buyer][value="5"]');
    await click('#language');
    expect(await browser.evaluate('document.body.innerText')).toMatch(
      /购买这项服务的单位做得怎么样？[\s\S]*采购与签约阶段/,
    );
    expect(await browser.evaluate(`document.querySelector('input[name=buyer][value="5"]').checked`)).toBe(true);
    await click('input[name=buyer][value="2"]');
    await click('#language');
    await click('#send');
    await browser.until(`/Thank you/.test(document.body.innerText)`);
    expect(await answers()).toEqual([[true, 4, 2, '护理员很耐心']]);
    expect(await ratings()).toEqual([{ side: 'buyer', stage: 'contract', points: 2, rater_id: null }]);
    const said = await browser.evaluate<string>('document.body.innerText');
    expect(said).toContain('This contract runs until: 2026-12-31');
    expect(said).toContain('The next one is not signed yet.');
    await click('#language');
    expect(await browser.evaluate('document.body.innerText')).toMatch(/谢谢[\s\S]*本期服务至：2026-12-31/);
  });

  it('lets a code be typed, and says what is wrong with it', async () => {
    await open('');
    await browser.until(`document.getElementById('code')`);
    const type = (code: string) => browser.evaluate(`document.getElementById('code').value = ${JSON.stringify(code)}`);
    await type('AAAA-BBBB-CCCC-DDDD');
    await click('button[type=submit]');
    await browser.until(`/作答码无效/.test(document.body.innerText)`);
    await type(codes[0] ?? '');
    await click('button[type=submit]');
    await browser.until(`/已经使用过/.test(document.body.innerText)`);
    await type((codes[1] ?? '').toLowerCase());
    await click('button[type=submit]');
    await browser.until(`document.querySelectorAll('fieldset').length === 5`);
  });

  it('sends again where no reply came, and knows its own answer when that had arrived', async () => {
    const before = (await answers()).length;
    await open(`#${codes[1] ?? ''}`);
    await browser.until(`document.querySelectorAll('fieldset').length === 5`);
    await fill();
    // The server takes the answer; its reply is lost on the way.
    let lost = 0;
    browser.on((method, { requestId }) => {
      if (method !== 'Fetch.requestPaused') return;
      lost += 1;
      void browser.send('Fetch.failRequest', { requestId, errorReason: 'ConnectionReset' });
    });
    await browser.send('Fetch.enable', { patterns: [{ urlPattern: '*/survey-answers', requestStage: 'Response' }] });
    await click('#send');
    await browser.until(`/没有收到回应/.test(document.body.innerText)`);
    expect([lost, (await answers()).length]).toEqual([1, before + 1]);
    await browser.send('Fetch.disable');
    await click('#send');
    await browser.until(`/谢谢/.test(document.body.innerText)`);
    expect((await answers()).length).toBe(before + 1);
    // Nobody was rated with it, and no rating was sent.
    expect(await ratings()).toHaveLength(1);
  });

  it('keeps a typed code in the other language, leads to what is missing, and takes another code after the thanks', async () => {
    await open('');
    await browser.until(`document.getElementById('code')`);
    await browser.evaluate(`document.getElementById('code').value = ${JSON.stringify(codes[3])}`);
    await click('#language');
    expect(await browser.evaluate(`document.getElementById('code').value`)).toBe(codes[3]);
    await click('#language');
    await click('button[type=submit]');
    await browser.until(`document.querySelectorAll('fieldset').length === 5`);
    await click('input[name=q1][value=true]');
    await click('#send');
    expect(await message()).toContain('第 2 题');
    const focused = `[document.activeElement.id, document.activeElement.getAttribute('aria-invalid')]`;
    expect(await browser.evaluate(focused)).toEqual(['f2', 'true']);
    const marked = `Array.prototype.map.call(document.querySelectorAll('[aria-invalid]'), function (f) { return f.id; })`;
    await click('#language');
    expect(await message()).toContain('question 2');
    expect(await browser.evaluate(marked)).toEqual(['f2', 'f3']);
    await click('#language');
    await click('input[name=q2][value="4"]');
    expect(await browser.evaluate(marked)).toEqual(['f3']);
    await click('input[name=q3][value="2"]');
    await click('#send');
    await browser.until(`/谢谢/.test(document.body.innerText)`);
    await click('#another');
    expect(await browser.evaluate(`[document.getElementById('code').value, document.activeElement.id]`)).toEqual([
      '',
      'code',
    ]);
    // The address of another slip, opened in the same window, is asked for too.
    await browser.evaluate(`window.location.hash = ${JSON.stringify(codes[2])}`);
    await browser.until(`document.querySelectorAll('fieldset').length === 5`);
    expect(await browser.evaluate('location.href')).toBe(`${app.url}/s`);
    expect(await browser.evaluate(`document.querySelectorAll('input:checked[name^=q]').length`)).toBe(0);
  });

  it('shows what was agreed to follow, from when, and by whom', async () => {
    const { bureau } = survey.parties;
    const receiver = await makeBody(app, { kind: 'agency', name: '示例承接机构' });
    const item = { serviceLine: bureau.line, kind: 'hand_over', from: '2027-01-04', receiver };
    const path = `/api/v1/contracts/${survey.contract}/continuity-plan`;
    const key = () => ({ 'Idempotency-Key': randomUUID() });
    const made = await app.http
      .post(path)
      .set({ ...bureau.officer.auth, ...key() })
      .send({ items: [item] })
      .expect(201);
    await app.http
      .post(`${path}/${(made.body as { id: string }).id}/actions/agree`)
      .set({ ...bureau.approver.auth, ...key(), 'If-Match': '"1"' })
      .send({})
      .expect(200);
    await open(`#${codes[2] ?? ''}`);
    await browser.until(`document.querySelectorAll('fieldset').length === 5`);
    await fill();
    await click('#send');
    await browser.until(`/谢谢/.test(document.body.innerText)`);
    const said = () => browser.evaluate<string>('document.body.innerText');
    expect(await said()).toMatch(/已商定移交其他机构继续提供。\s+开始日期：2027-01-04\s+由以下机构提供：示例承接机构/);
    await click('#language');
    expect(await said()).toMatch(
      /It was agreed that another body goes on with it\.\s+From: 2027-01-04\s+Provided by: 示例承接机构/,
    );
    expect(await said()).not.toContain('signed');
    await click('#language');
  });

  it('asked nobody else, and no address held a code', () => {
    const asked = browser.requests().filter((request) => !request.endsWith(' about:blank'));
    expect(asked.length).toBeGreaterThan(5);
    // What a browser asks for by itself has no code either.
    for (const request of asked) {
      expect(request.replace(/^\w+ /, '').startsWith(`${app.url}/`)).toBe(true);
      for (const code of codes) expect(request).not.toContain(code);
    }
    const refused = browser.events.filter(
      ({ method, params }) => method === 'Log.entryAdded' && /Content Security Policy/.test(JSON.stringify(params)),
    );
    expect(refused).toEqual([]);
    expect(browser.events.filter(({ method }) => method === 'Runtime.exceptionThrown')).toEqual([]);
  });
});
