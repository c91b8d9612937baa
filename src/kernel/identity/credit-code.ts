/**
 * Unified social credit code (统一社会信用代码, GB 32100): 18 of 31 characters, the last a check character computed
 * modulo 31, which may be any of the 31.
 */
const CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const SHAPE = /^[0-9A-HJ-NP-RTUWXY]{18}$/;

/** Codes are compared and stored in capitals; null where the text is no valid code. */
export function normalizeCreditCode(text: string): string | null {
  // ASCII only: capitals of other letters (`ı` becomes `I`) must not turn a wrong text into a code.
  const code = text.replace(/[a-z]/g, (letter) => letter.toUpperCase());
  return SHAPE.test(code) && checkCharacter(code) === code[17] ? code : null;
}

export function isCreditCode(value: unknown): value is string {
  return typeof value === 'string' && normalizeCreditCode(value) !== null;
}

/** The 18th character that the first 17 call for. */
export function checkCharacter(code: string): string | undefined {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * CHARACTERS.indexOf(code[i] ?? ''), 0);
  return CHARACTERS[(31 - (sum % 31)) % 31];
}

export type CreditCodeKind = 'social_organisation' | 'market' | 'public_body' | 'other';

/** By registering department and kind: 51–53 civil affairs, 91 and 92 market, 11 and 12 organs and institutions. */
export function creditCodeKind(code: string): CreditCodeKind {
  const prefix = code.slice(0, 2);
  if (['51', '52', '53'].includes(prefix)) return 'social_organisation';
  if (['91', '92'].includes(prefix)) return 'market';
  return ['11', '12'].includes(prefix) ? 'public_body' : 'other';
}

/** An organ of the state, by its code; what stands behind an institution (12) the code does not say. */
export const isStateOrgan = (code: string): boolean => code.startsWith('11');
