import { describe, expect, it } from '@jest/globals';
import { BELOW, clocksFacts, REACHED, UNKNOWN_REACH } from '../../../test/support/risk-facts.js';
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

  describe('of a purchase recorded from elsewhere', () => {
    const late = { result_published: on('2017-12-20'), contract_signed: on('2018-01-22') };

    it('says nothing of the law of procurement below the limit of its place', () => {
      expect(judge(late, { reach: BELOW })).toMatchObject({
        state: 'not_applicable',
        reason: { code: 'below_limit', limit: '50000.00' },
      });
      expect(judge({}, { reach: BELOW })).toMatchObject({ state: 'not_applicable' });
    });

    it('cannot be assessed where the limit of its place is not known, kept or not', () => {
      const kept = { result_published: on('2017-12-20'), contract_signed: on('2018-01-19') };
      for (const events of [late, kept])
        expect(judge(events, { reach: UNKNOWN_REACH })).toMatchObject({
          state: 'insufficient_data',
          reason: { code: 'limit_unknown', fields: ['limit'], kind: 'procurement', region: '990203' },
        });
      // What nobody recorded is missing, whatever the limit is.
      expect(judge({}, { reach: UNKNOWN_REACH })).toMatchObject({ reason: { missing: ['contract_signed'] } });
    });

    it('is held to rules outside that law whatever it comes to', () => {
      const paid = (day: string) => ({ delivered_or_accepted: on('2025-07-01'), paid: on(day) });
      const judgePaid = (day: string, reach: typeof BELOW) => {
        const facts = clocksFacts(paid(day), { asOf: '2025-12-31', reach, holding: ['PAY-SME-30D'] });
        return assess(W06, facts);
      };
      for (const reach of [BELOW, UNKNOWN_REACH]) {
        expect(judgePaid('2025-08-05', reach)).toMatchObject({ state: 'triggered', value: '1' });
        expect(judgePaid('2025-07-31', reach)).toMatchObject({ state: 'clear' });
      }
    });

    it('has to publicise a single source only from the open-tender threshold on', () => {
      const single = (openTender: 'reached' | 'below' | 'unknown') =>
        judge(
          { publicity_started: on('2026-01-26'), publicity_end: on('2026-01-30') },
          { method: 'SINGLE_SOURCE', asOf: '2026-03-01', reach: { ...REACHED, openTender } },
        );
      expect(single('reached')).toMatchObject({ state: 'triggered', severity: 'violation' });
      expect(single('unknown')).toMatchObject({ reason: { code: 'open_threshold_unknown', kind: 'open_tender' } });
      expect(single('below').state).toBe('insufficient_data');
    });
  });
});
