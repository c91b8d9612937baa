import { describe, expect, it } from '@jest/globals';
import { hadNoBid, judgeEnvelope, type PresentEnvelope, type RegisteredVersion } from './register.rules.js';

const ID = '6f1c1c1e-0000-4000-8000-000000000001';
const AT = Date.parse('2025-11-10T01:00:00Z');
const TIMES = { last: AT + 1, deadline: AT + 86_400_000 };
const version = (fingerprint: string, submitted: boolean | null = true): RegisteredVersion => ({
  id: ID,
  blind: 'b'.repeat(64),
  fingerprint,
  submitted,
  countsUploads: false,
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
