import { describe, expect, it } from '@jest/globals';
import { buildNextInstant, FIRST_PREV, parseInstant, type Instant, type LotInstant } from './instant.rules.js';
import { compareRows, isSealed, type StoredRows } from './stored-rows.rules.js';

const LOT: LotInstant = {
  id: 'a',
  no: 1,
  suspendedAt: null,
  ended: false,
  opened: false,
  round: 1,
  finalDeadlineAt: null,
  finalOpened: false,
};
const SIGNED: Instant = {
  v: 1,
  tender: 't',
  no: 1,
  prev: FIRST_PREV,
  at: '2025-11-03T01:00:00.000Z',
  event: 'issue',
  method: 'OPEN_TENDER',
  deadlineAt: '2025-12-01T01:30:00.000Z',
  lots: [LOT, { ...LOT, id: 'b', no: 2 }],
  keys: { identity: 'i', content: 'c' },
  opening: null,
};
const NOW = new Date('2025-11-20T00:00:00.000Z');
const change = (before: Instant, changes: Parameters<typeof buildNextInstant>[2]) =>
  buildNextInstant(before, 'hash', changes, NOW);

describe('the next statement of instants', () => {
  it('is numbered on, names the one before, and keeps what is not changed', () => {
    expect(change(SIGNED, { event: 'correct' })).toEqual({
      ...SIGNED,
      no: 2,
      prev: 'hash',
      at: NOW.toISOString(),
      event: 'correct',
    });
  });

  it('writes a deadline one way, whatever its offset', () => {
    expect(change(SIGNED, { event: 'correct', deadlineAt: '2025-12-08T09:30:00+08:00' }).deadlineAt).toBe(
      '2025-12-08T01:30:00.000Z',
    );
  });

  it('prolongs a call that ran when its lot was suspended, and no other', () => {
    const called = change(SIGNED, {
      event: 'call_final_offers',
      lots: {
        a: { finalDeadlineAt: new Date('2025-11-21T08:00:00Z') },
        b: { finalDeadlineAt: new Date('2025-11-19T08:00:00Z') },
      },
    });
    const suspendedAt = new Date('2025-11-20T08:00:00Z');
    const suspended = change(called, { event: 'suspend', lots: { a: { suspendedAt }, b: { suspendedAt } } });
    const resumed = { suspendedAt: null, resumedAt: new Date('2025-11-25T08:00:00Z') };
    expect(
      change(suspended, { event: 'resume', lots: { a: resumed, b: resumed } }).lots.map((lot) => [
        lot.suspendedAt,
        lot.finalDeadlineAt,
      ]),
    ).toEqual([
      [null, '2025-11-26T08:00:00.000Z'],
      [null, '2025-11-19T08:00:00.000Z'],
    ]);
  });

  it('begins a new round of talks without a deadline', () => {
    const called = change(SIGNED, { event: 'call_final_offers', lots: { a: { finalDeadlineAt: NOW } } });
    const opened = change(called, { event: 'open_final_offers', lots: { a: { finalOpened: true } } });
    expect(change(opened, { event: 'restart_consultation', lots: { a: { restarted: true } } }).lots[0]).toEqual({
      ...LOT,
      round: 2,
    });
  });
});

describe('rows beside what was signed', () => {
  const rows = (more: Partial<StoredRows> = {}): StoredRows => ({
    method: 'OPEN_TENDER',
    conducted: 'here',
    deadline_at: new Date('2025-12-01T01:30:00Z'),
    lots: SIGNED.lots.map(({ id, no }) => ({ id, no, state: 'open', round: 1, finalDeadlineAt: null })),
    keys: { identity: 'i', content: 'c' },
    ...more,
  });
  const [one, two] = rows().lots as [StoredRows['lots'][number], StoredRows['lots'][number]];

  it.each([
    ['nothing', {}, []],
    ['another method', { method: 'COMPETITIVE_CONSULTATION' }, ['method']],
    ['another deadline', { deadline_at: new Date('2025-12-01T01:30:01Z') }, ['deadlineAt']],
    ['no deadline', { deadline_at: null }, ['deadlineAt']],
    ['a lot more', { lots: [one, two, { ...two, id: 'c', no: 3 }] }, ['lots']],
    ['a lot of another tender', { lots: [one, { ...two, id: 'c' }] }, ['lots']],
    ['another key', { keys: { identity: 'i', content: 'x' } }, ['keys/content']],
    ['no key', { keys: {} }, ['keys/identity', 'keys/content']],
    ['that it is conducted elsewhere', { conducted: 'elsewhere' }, ['conducted']],
  ] as [string, Partial<StoredRows>, string[]][])('finds %s', (_, more, fields) => {
    expect(compareRows(SIGNED, rows(more), null)).toEqual(fields);
  });

  it.each([
    ['suspended', { suspendedAt: NOW }],
    ['ended', { ended: true }],
    ['opened', { opened: true }],
  ] as const)('finds a lot that is said to be open and was signed as %s', (_, lots) => {
    const signed = change(SIGNED, { event: 'end', lots: { a: lots } });
    expect(signed.lots.map(isSealed)).toEqual([false, true]);
    expect(compareRows(signed, rows(), null)).toEqual(['lots/1/state']);
    expect(compareRows(signed, rows({ lots: [{ ...one, state: 'suspended' }, two] }), null)).toEqual([]);
  });
});

it('what is no statement is none', () => {
  expect([Buffer.from('{'), Buffer.from('null'), Buffer.from('{"v":2}')].map(parseInstant)).toEqual([null, null, null]);
});
