import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { faults, rowOf } from '../../../test/support/notice-rows.js';
import { isBareNumber, parseNoticeLine } from './notice-row-parser.js';

const lines = (path: string): string[] =>
  readFileSync(new URL(path, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
const real = lines('../../demonstration/notices/notices.jsonl');
const dirty = lines('../../../test/fixtures/notices-dirty.jsonl');

describe('the notices that are shipped', () => {
  it('all 57 rows are taken', () => {
    expect(real).toHaveLength(57);
    const refused = real.map((line, i) => parseNoticeLine(line, i + 1)).filter(({ ok }) => !ok);
    expect(refused).toEqual([]);
  });

  it('keep the row as it was given', () => {
    for (const line of real) {
      const parsed = parseNoticeLine(line, 1);
      expect(parsed.ok && parsed.row.raw).toEqual(JSON.parse(line));
    }
  });
});

describe('the dirty rows', () => {
  it.each([
    [1, 'dirty-01', '/notice_date', 'not_a_date'],
    [2, 'dirty-02', '/service_term_text', 'term_without_unit'],
    [3, 'dirty-03', '/bid_deadline', 'deadline_before_notice'],
    [4, 'dirty-04', '/notice_date', 'no_such_day'],
    [5, 'dirty-05', '/budget_yuan', 'negative_amount'],
    [6, 'dirty-06', '/budget_yuan', 'not_an_amount'],
    [7, 'dirty-07', '/service_end', 'end_before_start'],
    [8, 'dirty-08', '/method', 'not_allowed_value'],
    [9, 'dirty-09', '/colour', 'unknown_field'],
    [10, null, '', 'malformed_json'],
    [11, 'dirty-11', '/lots', 'not_a_list'],
  ])('line %i (%s) is refused at %s: %s', (line, id, pointer, code) => {
    const raw = dirty[line - 1] ?? '';
    const parsed = parseNoticeLine(raw, line);
    expect(parsed).toMatchObject({ ok: false, line, id, raw, errors: [{ pointer, code }] });
    expect(parsed.ok ? 0 : parsed.errors.length).toBe(1);
    for (const { text } of parsed.ok ? [] : parsed.errors) {
      expect(text.en).toMatch(/\w/);
      expect(text.zh).toMatch(/\p{Script=Han}/u);
    }
  });

  it('line 12 is sound in itself: only the import can know that it follows nobody', () => {
    expect(parseNoticeLine(dirty[11] ?? '', 12)).toMatchObject({ ok: true, row: { follows: 'no-such-notice' } });
  });

  it('the clean row among them is taken', () => {
    expect(parseNoticeLine(dirty[12] ?? '', 13)).toMatchObject({
      ok: true,
      row: { id: 'clean-13', budget: '300000.00' },
    });
  });
});

describe('a row', () => {
  it('names every fault at once', () => {
    expect(
      faults({
        method: 'auction',
        budget_yuan: -1,
        lots: [{ name: 'a', bid_count: 1.5 }, 'b'],
        bidders: [{ rank: 0 }],
        colour: 'red',
      }),
    ).toEqual([
      ['/colour', 'unknown_field'],
      ['/method', 'not_allowed_value'],
      ['/budget_yuan', 'negative_amount'],
      ['/bidders/0/rank', 'not_an_integer'],
      ['/lots/0/bid_count', 'not_an_integer'],
      ['/lots/1', 'not_an_object'],
    ]);
  });

  it('needs an id, a type and a title', () => {
    expect(parseNoticeLine('{}', 7)).toMatchObject({
      ok: false,
      id: null,
      line: 7,
      errors: [
        { pointer: '/id', code: 'required' },
        { pointer: '/notice_type', code: 'required' },
        { pointer: '/project_title', code: 'required' },
      ],
    });
  });

  it.each(['null', '[]', '"text"', '17', ''])('is one object: %j is not', (line) => {
    expect(parseNoticeLine(line, 1)).toMatchObject({ ok: false, id: null, errors: [{ pointer: '' }] });
  });

  it('is refused for NUL, half a character, invalid UTF-8 and a number beyond all range', () => {
    expect(faults({ buyer: 'a\0b' })).toEqual([['/buyer', 'malformed_text']]);
    expect(faults({ quote: [{ a: '\ud800' }] })).toEqual([['/quote/0/a', 'malformed_text']]);
    const invalid = Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    expect(parseNoticeLine(invalid, 1)).toMatchObject({ ok: false, errors: [{ code: 'malformed_text' }] });
    expect(parseNoticeLine('{"id":"a","budget_yuan":1e400}', 1)).toMatchObject({
      ok: false,
      errors: [{ pointer: '/budget_yuan', code: 'number_out_of_range' }],
    });
  });

  it('points at keys as JSON pointers do', () => {
    expect(faults({ 'a/b~c': 1 })).toEqual([['/a~1b~0c', 'unknown_field']]);
    expect(faults({ constructor: 1 })).toEqual([['/constructor', 'unknown_field']]);
    expect(faults({ method: 'constructor' })).toEqual([['/method', 'not_allowed_value']]);
  });

  it('keeps keys that are not yet used', () => {
    expect(rowOf({ signs: { a: [1] }, quote: 'x', in_scope: true, agent: 3, source_url: 'no address' })).toMatchObject({
      url: null,
      raw: { signs: { a: [1] }, in_scope: true, source_url: 'no address' },
    });
    expect(rowOf({ source_url: 'https://example.org/1' }).url).toBe('https://example.org/1');
  });
});

it('names have at most 200 characters, titles 500, other texts 1 000, in every script', () => {
  const long = { buyer: '甲'.repeat(200), project_title: '乙'.repeat(500), service_term_text: '年'.repeat(1_000) };
  expect(rowOf(long)).toMatchObject({ buyer: long.buyer, title: long.project_title, termText: long.service_term_text });
  const html = '<b>😀'.repeat(200);
  expect(
    faults({ id: 'x'.repeat(201), winner: '甲'.repeat(201), project_title: html, service_term_text: html }),
  ).toEqual([
    ['/id', 'too_long'],
    ['/project_title', 'too_long'],
    ['/winner', 'too_long'],
  ]);
  expect(faults({ service_term_text: `${html}1` })).toEqual([['/service_term_text', 'too_long']]);
});

it('a score is a plain decimal and a rank a small whole number', () => {
  expect(rowOf({ bidders: [{ score: 87.35, rank: 1 }] }).bidders).toMatchObject([{ score: '87.35', rank: 1 }]);
  expect(faults({ bidders: [{ score: 1e-7 }, { score: -1 }, { score: '90' }, { rank: 1.5 }, { rank: 1e9 }] })).toEqual([
    ['/bidders/0/score', 'not_a_number'],
    ['/bidders/1/score', 'not_a_number'],
    ['/bidders/2/score', 'not_a_number'],
    ['/bidders/3/rank', 'not_an_integer'],
    ['/bidders/4/rank', 'not_an_integer'],
  ]);
});

it('bids may be none, ranks and suppliers may not', () => {
  expect(rowOf({ notice_type: 'failure', bid_count: 0 }).bidCount).toBe(0);
  expect(rowOf({ notice_type: 'failure', lots: [{ lot_no: '1', bid_count: 0 }] }).lots).toMatchObject([
    { bidCount: 0 },
  ]);
  expect(
    faults({ bid_count: -1, lots: [{ bid_count: 0.5, supplier_count: 0 }], bidders: [{ rank: 0 }] })
      .map(([at]) => at)
      .sort(),
  ).toEqual(['/bid_count', '/bidders/0/rank', '/lots/0/bid_count', '/lots/0/supplier_count']);
});

describe('dates', () => {
  it.each([
    ['2022-11-01', '2022-11-01'],
    ['2022-11', '2022-11'],
    ['2022', '2022'],
    ['2024-06-06T09:00', '2024-06-06T09:00:00+08:00'],
    ['2024-06-06 09:00:30', '2024-06-06T09:00:30+08:00'],
    ['2024-06-06T01:00:00Z', '2024-06-06T01:00:00Z'],
    ['2024-06-06T09:00+08:00', '2024-06-06T09:00:00+08:00'],
  ])('%s is taken as %s', (given, kept) => {
    expect(rowOf({ opening_time: given }).openingAt).toBe(kept);
  });

  it.each([
    ['20222-11-01', 'not_a_date'],
    ['2022-1-5', 'not_a_date'],
    ['2022/11/01', 'not_a_date'],
    ['2022年11月', 'not_a_date'],
    ['2022-11-01T25:00', 'not_a_date'],
    ['2022-11T09:00', 'not_a_date'],
    ['2022-02-29', 'no_such_day'],
    ['2022-13', 'no_such_day'],
    ['0000-01-01', 'no_such_day'],
    ['2022-02-30T09:00', 'no_such_day'],
  ])('%s is refused: %s', (given, code) => {
    expect(faults({ opening_time: given })).toEqual([['/opening_time', code]]);
  });

  it('a date is text', () => {
    expect(faults({ notice_date: 20221101 })).toEqual([['/notice_date', 'not_text']]);
  });

  it('orders are refused only where they are certain', () => {
    expect(faults({ notice_date: '2023-03', bid_deadline: '2023-03-01T09:30' })).toEqual([]);
    expect(faults({ notice_date: '2023-03-14', bid_deadline: '2023-03-14T09:30' })).toEqual([]);
    expect(faults({ notice_date: '2023-03-14', bid_deadline: '2023-02' })).toEqual([
      ['/bid_deadline', 'deadline_before_notice'],
    ]);
    expect(faults({ service_start: '2023-06', service_end: '2023-06-01' })).toEqual([]);
    expect(faults({ service_start: '2023-06', service_end: '2023-05-31' })).toEqual([
      ['/service_end', 'end_before_start'],
    ]);
    expect(faults({ document_sale_start: '2023-06-02', document_sale_end: '2023-06-01' })).toEqual([
      ['/document_sale_end', 'end_before_start'],
    ]);
  });

  it('a result is published after its deadline, which is no fault', () => {
    expect(faults({ notice_type: 'award', notice_date: '2023-03-14', bid_deadline: '2023-03-01' })).toEqual([]);
  });

  it('a deadline in another time zone is compared as a day of Shanghai', () => {
    expect(faults({ notice_date: '2023-03-14', bid_deadline: '2023-03-13T17:00:00Z' })).toEqual([]);
    expect(faults({ notice_date: '2023-03-14', bid_deadline: '2023-03-13T15:00:00Z' })).toHaveLength(1);
  });
});

describe('amounts', () => {
  it.each([
    [0, '0.00'],
    [0.29, '0.29'],
    [159600, '159600.00'],
    [1.1, '1.10'],
    [90071992547409.91, '90071992547409.91'],
  ])('%d yuan is %s', (given, kept) => expect(rowOf({ budget_yuan: given }).budget).toBe(kept));

  it.each([
    [-5, 'negative_amount'],
    [-0.004, 'negative_amount'],
    [1.005, 'too_many_decimals'],
    [0.001, 'too_many_decimals'],
    [1e15, 'number_out_of_range'],
    ['300000', 'not_an_amount'],
    ['三十万元', 'not_an_amount'],
    [true, 'not_an_amount'],
    [[1], 'not_an_amount'],
  ])('%j is refused: %s', (given, code) => {
    expect(faults({ budget_yuan: given })).toEqual([['/budget_yuan', code]]);
  });
});

describe('the term', () => {
  it.each(['2', '服务期限:2', '服务期限：12', '服务期限： 两', '１２', '1.5', '2026'])('%s has no unit', (term) => {
    expect(isBareNumber(term)).toBe(true);
  });

  it.each([
    '2026年',
    '2年',
    '两年',
    '服务期限:两年',
    '總額1008000元',
    '2024-2025年度',
    '服务时间:8:30-17:00',
    '一年一签',
  ])('%s is kept', (term) => expect(isBareNumber(term)).toBe(false));
});
