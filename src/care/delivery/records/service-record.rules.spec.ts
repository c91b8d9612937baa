import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { StandingDays, findRecordRefusal, type ServiceEntry } from './service-record.rules.js';

const GROUND = {
  today: '2026-03-02',
  from: '2026-01-05',
  to: '2026-05-31',
  earlier: [],
  deliveredOn: null,
  halted: new Set<string>(),
  contents: new Set(['CARE_ARRANGEMENT']),
  recipients: new Map([
    ['a', { since: '2026-01-05', until: null }],
    ['b', { since: '2026-01-20', until: '2026-02-10' }],
  ]),
};
const ENTRY: ServiceEntry = {
  servedOn: '2026-02-02',
  form: 'visit',
  content: 'CARE_ARRANGEMENT',
  minutes: 60,
  workers: { assistant: 1 },
  recipients: ['a'],
  participants: null,
  withinContract: true,
  note: null,
};
const said = (change: Partial<ServiceEntry>, minutes = new StandingDays()): unknown[] => {
  const refusal = findRecordRefusal({ ...ENTRY, ...change }, GROUND, minutes, '/records/3');
  return refusal ? [refusal.code, refusal.errors[0]?.pointer] : [];
};

describe('a service record', () => {
  it.each<[string, Partial<ServiceEntry>, unknown[]]>([
    ['of the first day', { servedOn: '2026-01-05' }, []],
    ['of the day before it', { servedOn: '2026-01-04' }, ['record_outside_window', '/records/3/servedOn']],
    ['of today', { servedOn: '2026-03-02' }, []],
    ['of tomorrow', { servedOn: '2026-03-03' }, ['record_in_future', '/records/3/servedOn']],
    ['of a content of another category', { content: 'TEACHING' }, ['content_unknown', '/records/3/content']],
    ['without a content', { content: null }, []],
    ['for another’s recipient', { recipients: ['a', 'c'] }, ['recipient_not_served', '/records/3/recipients/1']],
    ['of the first day of one who came later', { recipients: ['b'], servedOn: '2026-01-20' }, []],
    [
      'of the day before it',
      { recipients: ['a', 'b'], servedOn: '2026-01-19' },
      ['recipient_not_served', '/records/3/recipients/1'],
    ],
    ['of the last day of one who left', { recipients: ['b'], servedOn: '2026-02-10' }, []],
    [
      'of the day after it',
      { recipients: ['b'], servedOn: '2026-02-11' },
      ['recipient_not_served', '/records/3/recipients/0'],
    ],
    ['of 24 hours', { minutes: 1440 }, []],
    ['of 25 hours', { minutes: 1500 }, ['day_overfull', '/records/3/minutes']],
    [
      'of 25 hours for nobody by name',
      { minutes: 1500, recipients: [], participants: 3 },
      ['day_overfull', '/records/3/minutes'],
    ],
    ['of a visit to nobody', { recipients: [] }, ['nobody_served', '/records/3/recipients']],
    ['of a visit to somebody not known by name', { recipients: [], participants: 1 }, []],
    [
      'of a visit that says that nobody was there',
      { recipients: [], participants: 0 },
      ['nobody_served', '/records/3/recipients'],
    ],
    [
      'of a group of one that names two',
      { form: 'group', recipients: ['a', 'b'], servedOn: '2026-01-20', participants: 1 },
      ['participants_too_few', '/records/3/participants'],
    ],
    [
      'of a group of those it names',
      { form: 'group', recipients: ['a', 'b'], servedOn: '2026-01-20', participants: 2 },
      [],
    ],
    ['of an activity that nobody counted', { form: 'community', recipients: [] }, []],
  ])('%s', (_, change, expected) => {
    expect(said(change)).toEqual(expected);
  });

  it('of the last day of the window, and of the day after it', () => {
    const late = { ...GROUND, today: '2026-07-01' };
    expect(findRecordRefusal({ ...ENTRY, servedOn: '2026-05-31' }, late, new StandingDays())).toBeNull();
    expect(findRecordRefusal({ ...ENTRY, servedOn: '2026-06-01' }, late, new StandingDays())?.code).toBe(
      'record_outside_window',
    );
  });

  it('of a day after the delivery that was declared contradicts it, unless it is not of the contract or corrects one of that day', () => {
    const delivered = { ...GROUND, deliveredOn: '2026-02-01' };
    const said = (change: Partial<ServiceEntry>, instead: ServiceEntry | null = null) =>
      findRecordRefusal({ ...ENTRY, ...change }, delivered, new StandingDays(), '', instead)?.errors[0]?.code;
    expect([said({}), said({ servedOn: '2026-02-01' }), said({ withinContract: false })]).toEqual([
      'after_delivery',
      undefined,
      undefined,
    ]);
    const move = { ...ENTRY, servedOn: '2026-02-01' };
    const outside = { ...ENTRY, withinContract: false };
    expect([said({ minutes: 30 }, ENTRY), said({}, move), said({}, outside)]).toEqual([
      undefined,
      'after_delivery',
      'after_delivery',
    ]);
  });

  it('leaves nobody with more than a day has, in whatever order records come', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 1, max: 1440 }))), (records) => {
        const minutes = new StandingDays();
        for (const [who, length] of records) {
          const fits = minutes.getMinutes(who, ENTRY.servedOn) + length <= 1440;
          expect(said({ recipients: [who], minutes: length }, minutes).length === 0).toBe(fits);
          if (fits) minutes.add(who, ENTRY.servedOn, length);
          expect(minutes.getMinutes(who, ENTRY.servedOn)).toBeLessThanOrEqual(1440);
        }
      }),
    );
  });
});
