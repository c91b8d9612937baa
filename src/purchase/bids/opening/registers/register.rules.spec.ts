import { describe, expect, it } from '@jest/globals';
import { judgeEnvelope, type PresentEnvelope, type RegisteredVersion } from './register.rules.js';

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
