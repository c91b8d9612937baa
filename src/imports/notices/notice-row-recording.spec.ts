import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parseNoticeLine } from './notice-row-parser.js';
import { toRecording } from './notice-row-recording.js';
import type { RoundLot } from './notice-row-lots.js';
import type { NoticeRow } from './notice-row-types.js';

const parsed = (line: string): NoticeRow => {
  const result = parseNoticeLine(line, 1);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.row;
};
const real = new Map(
  readFileSync(new URL('../../demonstration/notices/notices.jsonl', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => parsed(line))
    .map((row) => [row.id, row]),
);
const options = { dataset: 'import:notices', regionOf: () => null };
const recorded = (id: string) => {
  const row = real.get(id);
  if (row === undefined) throw new Error(id);
  return toRecording(row, options);
};
const made = (changes: Record<string, unknown>, roundLots?: RoundLot[]) =>
  toRecording(parsed(JSON.stringify({ id: 'm', notice_type: 'award', project_title: 't', ...changes })), {
    ...options,
    roundLots,
  });
const brief = (facts: { kind: string; lot?: number | null; data: object }[]) =>
  facts.map(({ kind, lot, data }) => [kind, lot, data]);

describe('a call', () => {
  it('is a notice with its dates as precise as given, and no bids of the names in it', () => {
    const { tender, facts, buyerName, noticeKind, source } = recorded('rn-061');
    expect(noticeKind).toBe('tender');
    expect(buyerName).toBe('采购人27');
    expect(source).toEqual({ kind: 'notice', url: null, publishedOn: '2025-12-31', reference: 'rn-061' });
    expect(brief(facts)).toEqual([
      ['notice', null, { publishedOn: '2025-12-31', documentsFrom: '2025-12-31', documentsTo: '2026-01-08' }],
    ]);
    expect(tender).toEqual({
      conducted: 'elsewhere',
      dataset: 'import:notices',
      title: '2026年横栏镇居家养老上门服务项目',
      method: 'COMPETITIVE_CONSULTATION',
      category: 'ELDERLY_HOME_CARE',
      region: null,
      regionText: '广东省中山市横栏镇',
      window: null,
      termText: '2026年',
      budget: null,
      projectNo: null,
      lots: [{ no: 1, name: null, ceiling: null, budget: null, pricing: null }],
      externalIds: [{ system: 'import:notices', id: 'rn-061' }],
    });
  });

  it('keeps a month a month and an opening before its notice as published', () => {
    expect(brief(recorded('rn-032').facts)).toEqual([
      ['notice', null, { publishedOn: '2023-03', deadline: '2023-03-14T09:30:00+08:00' }],
    ]);
    expect(brief(recorded('rn-036').facts)).toEqual([
      ['notice', null, { publishedOn: '2021-04-01', deadline: '2021-04-09', openingAt: '2020-04-13T15:30:00+08:00' }],
    ]);
  });

  it('names its lots with their own labels and budgets', () => {
    expect(recorded('rn-030').tender.lots).toEqual([
      { no: 1, name: '一标段 80名残疾人日间照料', ceiling: null, budget: '576000.00', pricing: null },
      { no: 2, name: '二标段 65名残疾人日间照料', ceiling: null, budget: '468000.00', pricing: null },
      { no: 3, name: '三标段', ceiling: null, budget: '471000.00', pricing: null },
    ]);
  });

  it('of a single source says so; a correction and an intention are facts of their own kind', () => {
    expect(brief(recorded('rn-064').facts)).toEqual([
      ['notice', null, { publishedOn: '2026-01-26', singleSource: true }],
    ]);
    expect(brief(recorded('rn-062').facts)).toEqual([
      ['correction', null, { publishedOn: '2026-01-08', documentsTo: '2026-01-13' }],
    ]);
    expect(brief(recorded('rn-012').facts)).toEqual([['intention', null, { publishedOn: '2019-11-27' }]]);
    expect(recorded('rn-012').tender.window).toEqual({ start: '2020-01', end: '2020-12' });
  });

  it('has an unknown buyer where none is named', () => {
    expect(recorded('rn-017').buyerName).toBeNull();
    expect(recorded('rn-017').tender.buyer).toBeUndefined();
  });

  it('takes a region code only on an exact match', () => {
    const row = real.get('rn-068');
    if (row === undefined) throw new Error('rn-068');
    const regionOf = (text: string) => (text === '湖北省武汉市' ? '420100' : null);
    expect(toRecording(row, { ...options, regionOf }).tender).toMatchObject({
      region: '420100',
      regionText: '湖北省武汉市',
    });
  });
});

describe('a result', () => {
  it('has the bids it lists and never counts bidders from a list', () => {
    expect(brief(recorded('rn-068').facts)).toEqual([
      ['bid', 1, { bidder: { name: '机构05' }, price: '665000.00', rank: 1 }],
      ['bid', 1, { bidder: { name: '机构06' } }],
      ['bid', 1, { bidder: { name: '机构07' } }],
      ['bid', 1, { bidder: { name: '机构08' } }],
      ['award', 1, { supplier: { name: '机构05' }, amount: '665000.00' }],
    ]);
  });

  it('awards the lots whose winner it names and says nothing of the others', () => {
    const when = { decidedOn: '2023-11-24', publishedOn: '2023-11-27' };
    expect(recorded('rn-067').tender.lots).toHaveLength(5);
    expect(brief(recorded('rn-067').facts)).toEqual([
      ['award', 1, { ...when, supplier: { name: '机构02' } }],
      ['award', 2, { ...when, supplier: { name: '机构03' } }],
      ['award', 3, { ...when, supplier: { name: '机构04' } }],
    ]);
  });

  it('without any winner is a result whose winner is unknown', () => {
    expect(brief(recorded('rn-073').facts)).toEqual([['award', 1, { publishedOn: '2023-02-08' }]]);
  });

  it('of several lots with one winner of all is one result of the whole, not a sum on each lot', () => {
    const { facts } = made({ winner: '机构甲', winning_price_yuan: 9, lots: [{ lot_no: 'A' }, { lot_no: 'B' }] });
    expect(brief(facts)).toEqual([['award', null, { supplier: { name: '机构甲' }, amount: '9.00' }]]);
  });

  it('places bidders by the lot they name, and leaves out those of whom it is not said', () => {
    const { facts } = made({
      lots: [{ lot_no: '包1', winner: '甲' }, { lot_no: '包2' }],
      bidders: [
        { name: '甲', lot_no: '包1', price_yuan: 3 },
        { name: '乙', lot_no: '2', score: 81.5 },
        { name: '丙' },
        { rank: 3, lot_no: '包1' },
      ],
    });
    expect(brief(facts)).toEqual([
      ['bid', 1, { bidder: { name: '甲' }, price: '3.00' }],
      ['bid', 2, { bidder: { name: '乙' }, score: '81.5' }],
      ['award', 1, { supplier: { name: '甲' } }],
    ]);
  });

  it('that joins a round finds its lots by label, not by order', () => {
    const round = [
      { no: 1, name: '一标段 日间照料' },
      { no: 2, name: '二标段' },
    ];
    const { facts } = made({ lots: [{ lot_no: '二标段', winner: '乙', winning_price_yuan: 5 }] }, round);
    expect(brief(facts)).toEqual([['award', 2, { supplier: { name: '乙' }, amount: '5.00' }]]);
    expect(brief(made({ winner: '乙', winning_price_yuan: 5 }, round).facts)).toEqual([
      ['award', null, { supplier: { name: '乙' }, amount: '5.00' }],
    ]);
    expect(brief(made({ notice_type: 'contract', winner: '乙' }, round).facts)).toEqual([
      ['contract', null, { supplier: { name: '乙' } }],
    ]);
    expect(brief(made({ lots: [{ lot_no: '三标段', winner: '乙' }] }, round).facts)).toEqual([['award', null, {}]]);
    expect(brief(made({ winner: '乙' }, [{ no: 1, name: null }]).facts)).toEqual([
      ['award', 1, { supplier: { name: '乙' } }],
    ]);
  });

  it('that repeats the dates of the call gives them as facts of the call', () => {
    expect(brief(made({ bid_deadline: '2023-03-01T09:00', contract_signed_date: '2023-04' }).facts)).toEqual([
      ['notice', null, { deadline: '2023-03-01T09:00:00+08:00' }],
      ['award', 1, {}],
      ['contract', 1, { signedOn: '2023-04' }],
    ]);
  });
});

describe('a contract, an acceptance, an evaluation, a failure', () => {
  it('a contract notice is the contract, its award unknown', () => {
    const { facts, tender } = recorded('rn-092');
    expect(brief(facts)).toEqual([
      [
        'contract',
        1,
        { signedOn: '2013-10-24', publishedOn: '2013-10-29', supplier: { name: '机构13' }, amount: '573500.00' },
      ],
    ]);
    expect(tender.window).toBeNull();
    expect(recorded('rn-086').facts[0]?.data).toMatchObject({ termText: '服务时间两年,合同一年一签' });
  });

  it('an acceptance proves a contract of which nothing else is known, and an award only by its date', () => {
    const { facts, contractFacts } = recorded('rn-095');
    expect(brief(facts)).toEqual([
      ['award', 1, { decidedOn: '2021-06-01' }],
      [
        'contract',
        1,
        { window: { start: null, end: '2021-09-30' }, termText: '6月1日招标确定机构;9月底前313户全部完成施工' },
      ],
    ]);
    expect(contractFacts).toEqual([
      {
        lot: 1,
        supplier: null,
        facts: [expect.objectContaining({ kind: 'acceptance', data: { publishedOn: '2021-10-20' } })],
      },
    ]);
  });

  it.each([
    ['rn-096', 'evaluation', { kind: 'midterm' }],
    ['rn-097', 'evaluation', { kind: 'midterm' }],
    ['rn-098', 'evaluation', { kind: 'final' }],
    ['rn-099', 'acceptance', { publishedOn: '2017-06-30' }],
  ])('%s, published as an acceptance, is by its own title an %s', (id, kind, data) => {
    expect(recorded(id).noticeKind).toBe('acceptance');
    expect(recorded(id).contractFacts[0]?.facts).toEqual([expect.objectContaining({ kind, data })]);
  });

  it('of a lot with several suppliers is an award and a contract of each', () => {
    const suppliers = [
      { name: '机构A', price_yuan: 6, share: 60, rank: 1 },
      { name: '机构B', unit_price_yuan: 35, unit: '人次' },
    ];
    const result = made({ award_date: '2025-12-18', lots: [{ suppliers, supplier_count: 3, bid_count: 4 }] });
    const places = { decidedOn: '2025-12-18', bidCount: 4, places: 3 };
    expect(brief(result.facts)).toEqual([
      ['award', 1, { ...places, supplier: { name: '机构A' }, amount: '6.00', share: 6000, rank: 1 }],
      ['award', 1, { ...places, supplier: { name: '机构B' }, unitPrice: '35.00', unit: '人次' }],
    ]);
    const { facts, contractFacts } = made({ notice_type: 'evaluation', lots: [{ suppliers }] });
    expect(brief(facts)).toEqual([
      ['contract', 1, { supplier: { name: '机构A' } }],
      ['contract', 1, { supplier: { name: '机构B' } }],
    ]);
    expect(contractFacts.map(({ supplier }) => supplier)).toEqual(['机构A', '机构B']);
  });

  it('of several suppliers that names none speaks of no contract that could be told', () => {
    const round = [{ no: 1, name: null, suppliers_most: 2 }];
    expect(made({ notice_type: 'evaluation' }, round)).toMatchObject({ facts: [], contractFacts: [] });
    expect(made({ notice_type: 'evaluation', winner: '机构B' }, round).contractFacts).toMatchObject([
      { lot: 1, supplier: '机构B' },
    ]);
  });

  it('a failure fails the lots it names, or the whole', () => {
    const failure = { notice_type: 'failure', notice_date: '2024-05-06' };
    expect(brief(made(failure).facts)).toEqual([['failure', null, { publishedOn: '2024-05-06' }]]);
    expect(brief(made({ ...failure, lots: [{ lot_no: '1' }, { lot_no: '2' }] }).facts)).toEqual([
      ['failure', 1, { publishedOn: '2024-05-06' }],
      ['failure', 2, { publishedOn: '2024-05-06' }],
    ]);
  });

  it('a failure says how many bid on the lots it names, or on the whole, where its notice does', () => {
    const failure = { notice_type: 'failure', bid_count: 2 };
    expect(brief(made(failure).facts)).toEqual([['failure', null, { bidCount: 2 }]]);
    const lots = [{ lot_no: '1', bid_count: 0 }, { lot_no: '2' }];
    expect(brief(made({ ...failure, lots }).facts)).toEqual([
      ['failure', 1, { bidCount: 0 }],
      ['failure', 2, {}],
    ]);
  });
});

it('every shipped row becomes facts of its own notice', () => {
  for (const row of real.values()) {
    const { facts, contractFacts } = toRecording(row, options);
    const all = [...facts, ...contractFacts.flatMap((contract) => contract.facts)];
    expect(all.length).toBeGreaterThan(0);
    for (const { source } of all) expect(source).toMatchObject({ kind: 'notice', reference: row.id });
    for (const { lot } of contractFacts)
      expect(facts).toContainEqual(expect.objectContaining({ kind: 'contract', lot }));
  }
});
