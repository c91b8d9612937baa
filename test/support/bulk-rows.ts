import { openXlsx, saveXlsx } from 'hucre/xlsx';
import type { TestAccount } from './accounts.js';
import type { TestApp } from './app.js';
import { importsOf } from './imports.js';

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export type Cell = string | number | Date | null;
/** Rows as lines of JSON, a text file, or a workbook. */
export type RowsFile = readonly object[] | string | Buffer;
export interface Sent {
  /** What stands behind the kind, with its `&`. */
  query?: string;
  type?: string;
}

/** Sends a file of rows without having it taken. */
export const postRows = (
  app: TestApp,
  as: TestAccount,
  kind: string,
  content: RowsFile,
  { query = '', type = 'application/x-ndjson' }: Sent = {},
) =>
  app.http
    .post(`/api/v1/imports?kind=${kind}${query}`)
    .set({ ...as.auth, 'Content-Type': type })
    .send(Array.isArray(content) ? content.map((row) => `${JSON.stringify(row)}\n`).join('') : (content as string));

/** What came of an import: accepted, unchanged and rejected rows, and the first two hundred rejects. */
export async function readOutcome(app: TestApp, as: TestAccount, id: string) {
  const { body: done } = await app.http.get(`/api/v1/imports/${id}`).set(as.auth).expect(200);
  const { body: rejects } = await app.http.get(`/api/v1/imports/${id}/rejects?limit=200`).set(as.auth);
  const items = rejects.items as {
    line: number;
    raw: string;
    errors: { pointer: string; code: string; href?: string }[];
  }[];
  return {
    figures: [done.accepted, done.unchanged, done.rejected] as number[],
    faults: items.map(({ line, errors }) => [line, ...errors.map((e) => `${e.pointer} ${e.code}`)]),
    rejects: items,
    raws: items.map(({ raw }) => raw),
  };
}

/** Sends a file, has it taken, and answers what came of it. */
export async function sendRows(app: TestApp, as: TestAccount, kind: string, content: RowsFile, sent: Sent = {}) {
  const { body } = await postRows(app, as, kind, content, sent).expect(202);
  await importsOf(app).run(body.id);
  return readOutcome(app, as, body.id);
}

export const asBuffer = (answer: unknown, done: (error: Error | null, body: Buffer) => void): void => {
  const response = answer as NodeJS.ReadableStream;
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('end', () => done(null, Buffer.concat(chunks)));
};

export async function fetchXlsxTemplate(app: TestApp, as: TestAccount, kind: string, lang: string): Promise<Buffer> {
  const answer = app.http.get(`/api/v1/imports/templates/${kind}`).set({ ...as.auth, 'Accept-Language': lang });
  return (await answer.set('Accept', XLSX).buffer(true).parse(asBuffer).expect(200)).body as Buffer;
}

/** A template with rows below its headings, as a person fills it in, who may have moved its columns before. */
export async function fillTemplate(
  template: Buffer,
  rows: readonly Readonly<Record<string, Cell>>[],
  move: (headings: string[]) => string[] = (headings) => headings,
): Promise<Buffer> {
  const workbook = await openXlsx(template);
  const [sheet] = workbook.sheets;
  if (!sheet) throw new Error('the template has no sheet');
  const headings = move(sheet.rows[0] as string[]);
  sheet.rows[0] = headings;
  for (const [i, row] of rows.entries()) sheet.rows[i + 1] = headings.map((heading) => row[heading] ?? null);
  return Buffer.from(await saveXlsx(workbook));
}
