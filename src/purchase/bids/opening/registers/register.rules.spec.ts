import { describe, expect, it } from '@jest/globals';
import {
  formatRegister,
  hadNoBid,
  judgeEnvelope,
  judgeReceipt,
  parseRegister,
  type PresentEnvelope,
  type RegisteredVersion,
} from './register.rules.js';

const ID = '6f1c1c1e-0000-4000-8000-000000000001';
const AT = Date.parse('2025-11-10T01:00:00Z');
const TIMES = { last: AT + 1, deadline: AT + 86_400_000 };
const version = (fingerprint: string, submitted: boolean | null = true): RegisteredVersion => ({
  id: ID,
  blind: 'b'.repeat(64),
  fingerprint,
  submitted,
  countsUploads: false,
  dated: submitted !== null,
  changedAt: null,
  at: AT,
  nth: 0,
});

describe('judgeEnvelope', () => {
  const present: PresentEnvelope = {
    id: ID,
    fingerprint: 'new form',
    former: 'form with uploads',
    head: { state: 'submitted', at: '2025-11-09T01:00:00Z', history: [] },
  };

  it('finds an envelope that a register has in the form with the number of uploads', () => {
    expect(judgeEnvelope([version('form with uploads')], present, TIMES)).toBe('found');
    expect(judgeEnvelope([version('form with uploads'), version('new form')], present, TIMES)).toBe('found');
  });

  it('still tells one that was put back from one that is as it was', () => {
    expect(judgeEnvelope([version('form with uploads'), version('later')], present, TIMES)).toBe('put_back');
    expect(judgeEnvelope([version('later')], present, TIMES)).toBe('altered');
  });
});

describe('hadNoBid', () => {
  const deadline = AT + 300_000;
  const inTime = deadline + 60_000;
  const after = inTime + 1;
  /** By what each register has of an envelope; null: it did not change. */
  const judge = (instants: readonly number[], ...entries: readonly (RegisteredVersion | null)[]): boolean =>
    hadNoBid(
      entries.flatMap((entry, nth) => (entry ? [{ ...entry, at: instants[nth] as number, nth }] : [])),
      instants,
      deadline,
    );
  const draft = version('draft', false);
  const bid = version('bid');
  const garbage = version('garbage', null);

  it('holds of a draft that a register knows unchanged more than a minute after the deadline', () => {
    expect(judge([AT, after], draft)).toBe(true);
    expect(judge([AT, after, after + 1], draft, null, garbage)).toBe(true);
    expect(judge([AT, after, after + 1], draft, draft, garbage)).toBe(true);
    expect(judge([AT, AT + 1, after], bid, draft)).toBe(true);
  });

  it('does not hold where no such register was made, or not before what is there changed', () => {
    expect(judge([AT], draft)).toBe(false);
    expect(judge([AT, inTime], draft)).toBe(false);
    expect(judge([AT, after], draft, garbage)).toBe(false);
    expect(judge([AT, inTime, after], draft, garbage)).toBe(false);
    expect(judge([AT, after, after + 1], draft, bid, garbage)).toBe(false);
    // Registers of a time that was put back since say nothing of what came after them.
    expect(judge([after, AT, after], null, draft, garbage)).toBe(false);
  });

  it('does not hold of a bid, nor of what no register could read', () => {
    expect(judge([AT, after], bid)).toBe(false);
    expect(judge([AT, AT + 1, AT + 2, after], draft, bid, draft)).toBe(false);
    expect(judge([AT, after], garbage)).toBe(false);
    expect(judge([AT, after])).toBe(false);
  });
});

describe('judgeReceipt', () => {
  const deadline = AT + 300_000;
  const after = deadline + 60_001;
  /** By what each register has of an envelope; null: it did not change. */
  const judge = (
    receivedAt: number,
    instants: readonly number[],
    ...entries: readonly (Partial<RegisteredVersion> | null)[]
  ) =>
    judgeReceipt(
      entries.flatMap((entry, nth) =>
        entry ? [{ ...version('bid'), ...entry, at: instants[nth] as number, nth }] : [],
      ),
      instants,
      { receivedAt, deadline },
    );
  const first = { fingerprint: 'first', changedAt: AT - 1000 };
  const second = { fingerprint: 'second', changedAt: AT + 1000 };
  const undated = { dated: false, changedAt: null };
  const garbage = { fingerprint: 'garbage', submitted: null, dated: false };

  it('knows what was replaced or withdrawn by the instant of the change, before and after the deadline', () => {
    expect(judge(first.changedAt, [AT, after], first, second)).toBe('superseded');
    expect(judge(first.changedAt, [AT, AT + 2000], first, { ...second, submitted: false })).toBe('superseded');
    expect(judge(second.changedAt, [AT, after], first, second)).toBe('last');
    // Both within the interval of one register.
    expect(judge(first.changedAt, [AT + 2000], second)).toBe('superseded');
    expect(judge(second.changedAt, [AT + 2000, after], second, null)).toBe('last');
  });

  it('does not know the last one where no register after the deadline has it as it was', () => {
    expect(judge(first.changedAt, [AT, deadline], first, null)).toBe('unknown');
    expect(judge(first.changedAt, [AT, after], first, garbage)).toBe('unknown');
    expect(judge(first.changedAt, [AT, after, after + 1], first, null, garbage)).toBe('last');
    // Written again as it was: what it held in between was seen by none.
    expect(judge(first.changedAt, [AT, after], first, first)).toBe('unknown');
    expect(judge(second.changedAt, [AT, after], first, null)).toBe('unknown');
    expect(judge(first.changedAt, [AT, after])).toBe('unknown');
  });

  it('tells less by registers that do not say when an envelope changed', () => {
    const received = AT - 120_000;
    const [one, two] = [
      { ...first, ...undated },
      { ...second, ...undated },
    ];
    expect(judge(received, [AT, after], one, two)).toBe('superseded');
    expect(judge(received, [AT, after], one, { ...two, submitted: false })).toBe('superseded');
    expect(judge(received, [AT, after], one, null)).toBe('unknown');
    expect(judge(received, [AT, after], one, { ...two, countsUploads: true })).toBe('unknown');
  });
});

describe('a register', () => {
  const entry = { id: ID, blind: 'b'.repeat(64), fingerprint: 'f'.repeat(64), submitted: true, changedAt: AT };

  it('says of each envelope when it changed, and is of one size for up to sixteen of them', () => {
    const unread = { ...entry, submitted: null, changedAt: null };
    const bytes = formatRegister([entry, { ...entry, submitted: false, changedAt: null }, unread]);
    expect(bytes.length).toBe(formatRegister([]).length);
    expect(parseRegister(bytes)).toMatchObject([
      { ...entry, countsUploads: false, dated: true },
      { submitted: false, changedAt: null, dated: true },
      { submitted: null, changedAt: null, dated: false },
    ]);
  });

  it('that was made before it said so is read as it was written', () => {
    const written = Buffer.concat([
      Buffer.from('00000002', 'hex'),
      ...[4, 1].map((state) =>
        Buffer.from(`${ID.replaceAll('-', '')}${'b'.repeat(64)}${'f'.repeat(64)}0${state}`, 'hex'),
      ),
    ]);
    const { changedAt: _, ...rest } = entry;
    expect(parseRegister(Buffer.concat([written, Buffer.alloc(14 * 81)]))).toEqual([
      { ...rest, changedAt: null, countsUploads: false, dated: false },
      { ...rest, submitted: false, changedAt: null, countsUploads: true, dated: false },
    ]);
  });
});
