import type { CheckedDto } from './review-view.dto.js';

/** What was found, as it is stored: the rule follows from its ground. */
export type StoredCheck = Omit<CheckedDto, 'rule'>;

/**
 * What final offers are like is the panel's alone before the result: that one lies above the ceiling, cannot be read or was
 * not explained looks like one thing, a supplier that is out. Who did not answer, or made none, is no secret.
 */
export function withoutPrice(check: StoredCheck): StoredCheck[] {
  const tells =
    check.stage === 'price' ||
    check.ground === 'above_ceiling' ||
    (check.stage === 'consultation' && check.ground === 'unreadable');
  if (!tells) return [check];
  return check.passed ? [] : [{ stage: 'consultation', passed: false, ground: null, detail: null }];
}
