import { describe, expect, it } from '@jest/globals';
import { clocksFacts } from '../../../test/support/risk-facts.js';
import type { ClockEvents, DatedEvent } from '../../law/deadlines/deadlines.rules.js';
import { assess } from '../runs/assess.rules.js';
import { W06 } from './w06-statutory-clocks.js';

const judge = (events: ClockEvents, change: Parameters<typeof clocksFacts>[1] = {}) =>
  assess(W06, clocksFacts(events, change));
const on = (day: string, source: string | null = 'notice'): DatedEvent => ({ on: day, source, record: `fact:${day}` });

describe('W06', () => {
  it('names the rule of law, the dates and the days by which a signature was late', () => {
    // Published on 2017-12-20; the thirtieth day is Friday, 2018-01-19 (Law article 46).
    const late = judge({ result_published: on('2017-12-20'), contract_signed: on('2018-01-22') });
    expect(late).toMatchObject({
      state: 'triggered',
      severity: 'violation',
      value: '1',
      threshold: '0',
      unit: 'rule',
      basis: {
        kind: 'law',
        document: '中华人民共和国政府采购法(2014修正)',
        article: expect.stringContaining('第四十六条'),
        confidence: 'A',
      },
      evidence: [
        { record: 'fact:2017-12-20', field: 'CONTRACT-30D.result_published', value: '2017-12-20' },
        { record: 'fact:2018-01-22', field: 'CONTRACT-30D.contract_signed', value: '2018-01-22' },
      ],
    });
    expect(late.explanation.en).toContain('due by 2018-01-19 (3 days late)');
    expect(late.explanation.zh).toContain('逾期 3 天');
    expect(judge({ result_published: on('2017-12-20'), contract_signed: on('2018-01-20') })).toMatchObject({
      state: 'triggered',
    });
    expect(judge({ result_published: on('2017-12-20'), contract_signed: on('2018-01-19') })).toMatchObject({
      state: 'clear',
      value: '0',
    });
  });

  it('counts every rule that was missed once, and lets the first violation speak', () => {
    const found = judge({
      result_published: on('2017-12-20'),
      contract_signed: on('2018-01-22'),
      // Two working days after Monday, 2018-01-22, is Wednesday.
      contract_published: on('2018-01-25'),
    });
    expect(found).toMatchObject({ value: '2', basis: { article: expect.stringContaining('第四十六条') } });
    expect(found.evidence.map(({ field }) => field)).toEqual([
      'CONTRACT-30D.result_published',
      'CONTRACT-30D.contract_signed',
      'CONTRACT-PUBLISH-2WD.contract_signed',
      'CONTRACT-PUBLISH-2WD.contract_published',
    ]);
  });

  it('finds a minimum that was cut short', () => {
    const tender = { subject: { type: 'tender', id: 't1', key: 'tender-1' } as const };
    const prepared = (deadline: string) =>
      judge({ document_issued: on('2017-11-24'), response_deadline: on(deadline) }, tender);
    expect(prepared('2017-12-03')).toMatchObject({ state: 'triggered', severity: 'violation' });
    expect(prepared('2017-12-03').explanation.en).toContain('not before 2017-12-04');
    expect(prepared('2017-12-04')).toMatchObject({ state: 'clear' });
  });

  it('gives a notice where the ministry only asks', () => {
    const paid = (day: string) => judge({ invoice_received: on('2024-04-26'), paid: on(day) }, { asOf: '2024-12-31' });
    expect(paid('2024-05-14')).toMatchObject({ state: 'triggered', severity: 'notice', basis: { kind: 'law' } });
    expect(paid('2024-05-13')).toMatchObject({ state: 'clear' });
  });

  it('takes no reconstructed date for a proof', () => {
    expect(
      judge({ result_published: on('2017-12-20'), contract_signed: on('2018-03-01', 'reconstruction') }),
    ).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'reconstructed', fields: ['contract_signed', 'result_published'] },
    });
  });

  it('takes silence for nothing, unless an act would have been told', () => {
    const silent = { result_published: on('2017-12-20', null) };
    expect(judge(silent)).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['contract_signed'] },
    });
    const told = ['contract_signed'] as const;
    expect(judge(silent, { told, asOf: '2018-01-20' })).toMatchObject({ state: 'triggered', value: '1' });
    expect(judge(silent, { told, asOf: '2018-01-20' }).explanation.en).toContain(
      'nothing is on record after 2018-01-19',
    );
    expect(judge(silent, { told, asOf: '2018-01-19' }).state).not.toBe('triggered');
  });

  it('says what is missing, and that a purchase outside the law has no clocks', () => {
    expect(judge({})).toMatchObject({ state: 'insufficient_data', reason: { missing: ['contract_signed'] } });
    expect(judge({}, { method: null })).toMatchObject({ reason: { missing: ['method'] } });
    expect(judge({}, { method: 'OTHER' })).toMatchObject({ state: 'not_applicable' });
  });
});
