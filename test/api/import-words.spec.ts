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

it('the example of an import in the OpenAPI document is accepted whole', async () => {
  const { body: document } = await app.http.get('/openapi.json').expect(200);
  const { content } = document.paths['/api/v1/imports'].post.requestBody as {
    content: Record<string, { example: string }>;
  };
  const lines = content['application/x-ndjson']?.example.trim().split('\n') ?? [];
  expect(lines.length).toBeGreaterThan(1);
  expect(await importRows(app, 'example', lines)).toMatchObject({ accepted: lines.length, rejected: 0 });
});
