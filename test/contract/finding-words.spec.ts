import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findAccusingWords, stripCode } from '../support/accusing-words.js';

const ROOT = join(import.meta.dirname, '../..');
const listFiles = (folder: string, kind: RegExp): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => kind.test(path) && !path.endsWith('.spec.ts'))
    .map((path) => join(folder, path));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const findIn = (texts: readonly (readonly [string, string])[]): string[] =>
  texts.flatMap(([path, text]) => findAccusingWords(text).map((word) => `${path}: ${word}`));

/** Where law is quoted: the clauses themselves, and what a panel that rejects a bid by one of them calls it. */
const LAW = ['src/law/rules/data/', 'src/purchase/reviews/report/report-names.json', 'src/purchase/bids/refusals.json'];
/** Of the words of codes, the stage of a clause. */
const STAGE = '"rigging": "围标串标"';

/** Every text of a document, with its path; codes of a list and their names are no words. */
function* listTexts(value: unknown, path = ''): Generator<readonly [string, string]> {
  if (typeof value === 'string') yield [path, value];
  else if (value !== null && typeof value === 'object')
    for (const [name, part] of Object.entries(value))
      if (!['enum', 'cites', '$ref', 'operationId', 'required', 'mapping'].includes(name))
        yield* listTexts(part, `${path}/${name}`);
}

describe('words about findings', () => {
  it('accuse nobody in any catalogue of texts: reports, tasks, mails, notifications, calendars, refusals, codes', () => {
    const files = listFiles('src', /(\.json|\.texts\.ts)$/).filter((path) => !LAW.some((law) => path.startsWith(law)));
    for (const known of [
      ...['src/desk/flag-reports/flag-report-words.json', 'src/desk/flag-reports/evidence-words.json'],
      ...['src/desk/tasks/task-titles.json', 'src/desk/notifications/digest-words.json'],
      ...['src/desk/due-dates/due-date-words.json', 'src/imports/words/code-words.json'],
      ...['src/watch/indicators/indicator.texts.json', 'src/watch/indicators/settling.texts.json'],
    ])
      expect(files).toContain(known);
    const stages = read('src/imports/words/code-words.json').split(STAGE).length - 1;
    expect(findIn(files.map((path) => [path, stripCode(read(path)).replace(STAGE, '')]))).toEqual([]);
    expect(stages).toBe(1);
  });

  it.each(['src/desk', 'src/watch', 'src/demonstration', 'src/kernel/mail', 'src/kernel/deliveries'])(
    'accuse nobody in what the code of %s says itself',
    (folder) => {
      const sources = listFiles(folder, /\.ts$/);
      expect(sources.length).toBeGreaterThan(1);
      expect(findIn(sources.map((path) => [path, stripCode(read(path))]))).toEqual([]);
    },
  );

  it('accuse nobody in the description of the API, in either language, but for the ground that a clause names', () => {
    const texts = [...listTexts(JSON.parse(read('openapi/openapi.json')))];
    expect(texts.filter(([, text]) => /[\u4e00-\u9fff]/.test(text)).length).toBeGreaterThan(100);
    const found = texts.filter(([, text]) => findAccusingWords(text).length > 0).map(([, text]) => text);
    expect(found).toEqual(['The rule of the sign of collusion that the ground names; null where it names none.']);
  });

  it('accuse nobody in its examples', () => {
    const files = listFiles('openapi/examples', /\.json$/).filter((path) => !/\/(list|get)Rules?\.json$/.test(path));
    expect(files.length).toBeGreaterThan(500);
    const texts = files.flatMap((path) => [...listTexts(JSON.parse(read(path)), path)]);
    expect(findIn(texts.map(([path, text]) => [path, stripCode(text)]))).toEqual([]);
  });
});
