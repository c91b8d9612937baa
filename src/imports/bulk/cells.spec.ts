import { describe, expect, it } from '@jest/globals';
import { readCell, readRow, type RawCell } from './cells.js';
import { placeColumns, type BulkColumn, type PlacedColumn } from './columns.js';

const TEMPLATE: BulkColumn[] = [
  { key: 'externalId', heading: { en: 'External ID', zh: '外部编号' }, type: 'text', required: true },
  { key: 'servedOn', heading: { en: 'Day', zh: '日期' }, type: 'day' },
  { key: 'signedOn', heading: { en: 'Signed on', zh: '签订日期' }, type: 'date' },
  { key: 'amount', heading: { en: 'Amount', zh: '金额' }, type: 'money' },
  { key: 'persons', heading: { en: 'Persons', zh: '人数' }, type: 'integer' },
];
const place = (...headings: string[]) => placeColumns(TEMPLATE, headings);
const read = (heading: string, cell: RawCell) => readCell(place(heading).columns[0] as PlacedColumn, cell);

describe('the headings of a table', () => {
  it('are known by key and in both languages, in any order', () => {
    const { columns, faults } = place('金额（万元）', ' day', '外部编号');
    expect(faults).toEqual([]);
    expect(columns.map(({ column, unit }) => [column.key, unit])).toEqual([
      ['amount', 'wan'],
      ['servedOn', null],
      ['externalId', null],
    ]);
  });

  it.each([
    [['externalId', '备注'], { code: 'unknown_column', heading: '备注' }],
    [['externalId', '人数（元）'], { code: 'unknown_column', heading: '人数（元）' }],
    [['externalId', '金额（constructor）'], { code: 'unknown_column', heading: '金额（constructor）' }],
    [['externalId', '日期', 'servedOn'], { code: 'duplicate_column', heading: 'servedOn' }],
    [['externalId', '金额(元)', '金额(万元)'], { code: 'duplicate_column', heading: '金额(万元)' }],
    [['externalId', '金额'], { code: 'no_unit', heading: '金额' }],
    [['日期'], { code: 'missing_column', heading: 'externalId' }],
  ])('%j are refused', (headings, fault) => {
    expect(place(...headings).faults).toEqual([fault]);
  });
});

describe('a cell', () => {
  it.each<[RawCell, unknown]>([
    ['2025/11/3', { value: '2025-11-03' }],
    ['2025-11-03', { value: '2025-11-03' }],
    ['2025年11月3日', { value: '2025-11-03' }],
    // From 1900 on 3 November 2025, from 1904 on 4 November 2029.
    [45_964, { fault: 'not_date' }],
    [45_964.5, { fault: 'not_date' }],
    ['2025-02-30', { fault: 'not_date' }],
    ['2025-11/03', { fault: 'not_date' }],
    ['2025-11', { fault: 'not_date' }],
    ['--11-03', { fault: 'not_date' }],
    [{ date: '2025-11' }, { fault: 'not_date' }],
    ['3/11/2025', { fault: 'ambiguous_date' }],
    ['03-11-25', { fault: 'ambiguous_date' }],
    [null, { value: null }],
  ])('of a day that holds %j reads %j', (cell, expected) => {
    expect(read('日期', cell)).toEqual(expected);
  });

  it.each<[string, RawCell, unknown]>([
    ['签订日期', '2025-11', { value: '2025-11' }],
    ['签订日期', '2025', { value: '2025' }],
    ['签订日期', '2024/1', { value: '2024-01' }],
    ['签订日期', '2024年1月', { value: '2024-01' }],
    ['签订日期', '2024.01', { value: '2024-01' }],
    ['签订日期', '2024.10', { value: '2024-10' }],
    ['签订日期', '2024.1.5', { value: '2024-01-05' }],
    // A spreadsheet that took 2024.10 for a number writes it so.
    ['签订日期', '2024.1', { fault: 'not_date' }],
    ['签订日期', { text: '2024.1' }, { fault: 'not_date' }],
    ['签订日期', 2024.1, { fault: 'not_date' }],
    ['签订日期', { date: '2025-11' }, { value: '2025-11' }],
    ['签订日期', { date: '2025' }, { value: '2025' }],
    ['签订日期', { date: '--11-03' }, { fault: 'not_date' }],
    ['金额（元）', { date: '2025' }, { fault: 'not_money' }],
    ['人数', { date: '2025' }, { fault: 'not_integer' }],
    ['外部编号', { date: '2025-11' }, { fault: 'not_text' }],
    ['金额（元）', '1200.5', { value: '1200.50' }],
    ['金额（元）', 12, { value: '12.00' }],
    ['金额（万元）', '12.5', { value: '125000.00' }],
    ['金额（元）', '12万元', { fault: 'other_unit' }],
    ['金额（万元）', '￥12', { fault: 'other_unit' }],
    ['金额（元）', '1.005', { fault: 'not_money' }],
    ['金额（元）', '-1', { fault: 'not_money' }],
    // As workbooks keep what they show as 105.45, 0.3 and 10.5455.
    ['金额（元）', 105.44999999999999, { value: '105.45' }],
    ['金额（元）', 0.1 + 0.2, { value: '0.30' }],
    ['金额（元）', '105.44999999999999', { value: '105.45' }],
    ['金额（万元）', 10.545499999999999, { value: '105455.00' }],
    ['金额（元）', 105.455, { fault: 'not_money' }],
    ['金额（元）', 105.4549999999999, { fault: 'not_money' }],
    ['金额（元）', 99_999_999_999.345, { fault: 'not_money' }],
    ['金额（元）', 12_345_678_901_234.56, { value: '12345678901234.56' }],
    ['金额（元）', 12_345_678_901_234.566, { fault: 'not_money' }],
    ['金额（元）', 1e-9, { fault: 'not_money' }],
    ['金额（元）', '1,234.50', { value: '1234.50' }],
    ['金额（元）', '１，２３４．５０', { value: '1234.50' }],
    ['金额（元）', '1,234', { value: '1234.00' }],
    ['金额（万元）', '1,234.5', { value: '12345000.00' }],
    ['金额（万元）', '1,234', { fault: 'ambiguous_amount' }],
    ['金额（元）', '1.234,50', { fault: 'ambiguous_amount' }],
    ['金额（元）', '12,34.50', { fault: 'ambiguous_amount' }],
    ['金额（元）', '1234,50', { fault: 'ambiguous_amount' }],
    ['金额（元）', '1,234.505', { fault: 'not_money' }],
    ['金额（元）', '￥1,234.50', { fault: 'other_unit' }],
    ['金额（万元）', { scaled: 200_000 }, { fault: 'other_unit' }],
    ['人数', { scaled: 12_000 }, { value: 12_000 }],
    // Marks of footnotes are no digits.
    ['金额（万元）', '20①', { fault: 'not_money' }],
    ['金额（元）', '20²', { fault: 'not_money' }],
    ['金额（元）', { formula: 'SUM(A1:A2)' }, { fault: 'formula' }],
    ['金额（元）', '=A1+1', { fault: 'formula' }],
    ['人数', '12', { value: 12 }],
    ['人数', 1.5, { fault: 'not_integer' }],
    ['外部编号', ' a-1 ', { value: 'a-1' }],
    ['外部编号', 17, { fault: 'not_text' }],
    ['外部编号', ' ', { fault: 'required' }],
  ])('under %s that holds %j reads %j', (heading, cell, expected) => {
    expect(read(heading, cell)).toEqual(expected);
  });

  it('that is wrong is named by its column, beside every other of its row', () => {
    const { columns } = place('externalId', '日期', '人数');
    const { row, errors } = readRow(columns, [null, '3/11/2025', '4']);
    expect(row).toEqual({ persons: 4 });
    expect(errors.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/externalId', 'required'],
      ['/servedOn', 'ambiguous_date'],
    ]);
  });
});
