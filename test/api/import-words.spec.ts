import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { importRows, rejectsOf, row } from '../support/imports.js';
import { signInAs } from '../support/sign-in.js';

let app: TestApp;
let admin: string;
beforeAll(async () => {
  app = await startTestApp();
  admin = await signInAs(app, 'admin');
});
afterAll(() => app.close());

interface Word {
  code: string;
  labels: { zh: string };
  means: { list: string; code: string }[];
}
interface Page {
  items: Word[];
  next: string | null;
}
async function listCodes(list: string): Promise<Word[]> {
  const codes: Word[] = [];
  for (let next: string | null = `/api/v1/code-lists/${list}?limit=50`; next !== null;) {
    const answer = await app.http.get(next).set('Authorization', admin).expect(200);
    const page = answer.body as Page;
    codes.push(...page.items);
    next = page.next;
  }
  return codes;
}
/** Fields of a row by the list that they take. */
const FIELDS = {
  'notice-kinds': 'notice_type',
  methods: 'method',
  categories: 'category',
} as const;

describe('the words of notice rows', () => {
  it('are those of the code lists, their small letters, and those that notices use', async () => {
    const words = await listCodes('notice-words');
    const find = (code: string) => words.find((word) => word.code === code);
    for (const word of ['negotiated_consultation', 'competitive_consultation', 'COMPETITIVE_CONSULTATION'])
      expect(find(word)).toMatchObject({
        labels: { zh: '竞争性磋商' },
        means: [{ list: 'methods', code: 'COMPETITIVE_CONSULTATION' }],
      });
    expect(find('award')?.means).toEqual([{ list: 'notice-kinds', code: 'result' }]);
    expect(find('OTHER')?.means).toEqual([
      { list: 'methods', code: 'OTHER' },
      { list: 'categories', code: 'OTHER' },
    ]);
    for (const list of [...Object.keys(FIELDS), 'pricing', 'bid-statuses'])
      for (const { code } of await listCodes(list)) expect(find(code)?.means).toContainEqual({ list, code });
  });

  it('are all taken by an import, and no other', async () => {
    const words = await listCodes('notice-words');
    const rows = words.flatMap(({ code, means }) =>
      means.flatMap(({ list }) =>
        list in FIELDS ? [row(`${list}-${code}`, { [FIELDS[list as keyof typeof FIELDS]]: code })] : [],
      ),
    );
    expect(rows.length).toBeGreaterThan(50);
    expect(await importRows(app, 'words', rows)).toMatchObject({ accepted: rows.length, rejected: 0 });
    const bad = Object.values(FIELDS).map((field) => row(field, { [field]: 'auction' }));
    const done = await importRows(app, 'other-words', bad);
    const faults = (await rejectsOf(app, done.id)).map(({ errors }) => errors.map((e) => `${e.pointer} ${e.code}`));
    expect(faults).toEqual(Object.values(FIELDS).map((field) => [`/${field} not_allowed_value`]));
  });
});

it('a notice names method, category, pricing and status in Chinese, and what our tables say for pricing is one word', async () => {
  const said = { notice_type: '招标公告', category: '社区老人居家养老服务', budget_yuan: 1000 };
  const methods = ['竞争性磋商', '单一来源采购', ' 询价 '];
  const rows = ['竞争报价', '竞争定价', '固定价格'].map((pricing, i) =>
    row(`zh-${i}`, { ...said, method: methods[i], pricing, project_title: `项目${i}` }),
  );
  const result = {
    notice_type: '成交公告',
    bidders: [
      { name: '机构甲', status: '无效' },
      { name: '乙', status: '有效' },
    ],
  };
  rows.push(row('zh-3', { ...result, project_title: '项目0', follows: 'zh-0' }), row('zh-4', { method: '公开 招标' }));
  const done = await importRows(app, 'chinese', rows);
  const faults = (await rejectsOf(app, done.id)).map(({ line, errors }) => [line, ...errors.map((e) => e.pointer)]);
  expect([done.accepted, faults]).toEqual([4, [[5, '/method']]]);
  const { body } = await app.http
    .get('/api/v1/tenders?dataset=import:chinese&limit=50')
    .set('Authorization', admin)
    .expect(200);
  const found = (body.items as { title: string; id: string; method: string; category: string }[]).toSorted((a, b) =>
    a.title < b.title ? -1 : 1,
  );
  expect(found.map(({ method, category }) => [method, category])).toEqual(
    ['COMPETITIVE_CONSULTATION', 'SINGLE_SOURCE', 'INQUIRY'].map((method) => [method, 'ELDERLY_HOME_CARE']),
  );
  const lots = await Promise.all(
    found.map(async ({ id }) => (await app.http.get(`/api/v1/tenders/${id}`).set('Authorization', admin)).body.lots[0]),
  );
  expect(lots.map(({ pricing }: { pricing: string }) => pricing)).toEqual(['competitive', 'competitive', 'fixed']);
  expect((await listCodes('pricing')).map(({ labels }) => labels.zh)).toEqual(['固定价格', '竞争报价']);
  const words = await listCodes('notice-words');
  for (const word of ['竞争报价', '竞争定价'])
    expect(words.find(({ code }) => code === word)?.means).toEqual([{ list: 'pricing', code: 'competitive' }]);
});

it('the example of an import in the OpenAPI document is accepted whole', async () => {
  const { body: document } = await app.http.get('/openapi.json').expect(200);
  const { content } = document.paths['/api/v1/imports'].post.requestBody as {
    content: Record<string, { example: string }>;
  };
  const lines = content['application/x-ndjson']?.example.trim().split('\n') ?? [];
  expect(lines.length).toBeGreaterThan(1);
  expect(await importRows(app, 'example', lines)).toMatchObject({ accepted: lines.length, rejected: 0 });
});
