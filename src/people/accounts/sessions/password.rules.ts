import { isCommonPassword } from './sign-in/common-passwords.js';
import type { FieldError } from '../../../kernel/errors/problem.js';

export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 256;

/** A password made of fewer different characters than this is a pattern. */
const DIFFERENT = 5;

/**
 * Why a password of allowed length is refused, or null. NIST SP 800-63B 5.1.1.2: no composition rules, but none that an
 * attacker tries first: the login itself, one character many times, a run of neighbours, what many people choose.
 */
export function passwordFault(password: string, login: string): Pick<FieldError, 'code' | 'text'> | null {
  const plain = password.normalize('NFKC').toLowerCase();
  if (plain.includes(login.toLowerCase()))
    return { code: 'holds_login', text: { en: 'The password contains the login', zh: '密码中含有登录名' } };
  if (new Set(plain).size < DIFFERENT || isRun(plain))
    return { code: 'too_simple', text: { en: 'The password is a simple pattern', zh: '密码过于简单' } };
  if (isCommonPassword(password.normalize('NFKC'), [login]))
    return {
      code: 'too_common',
      text: { en: 'The password is one of those that are tried first', zh: '密码过于常见，容易被猜中' },
    };
  return null;
}

/** `123456789012`, `abcdefghijkl`: each character the neighbour of the one before (0 after 9 too). */
function isRun(text: string): boolean {
  const codes = Array.from(text, (c) => c.codePointAt(0) ?? 0);
  const isNextDigit = (a: number, b: number) => b - a === 1 || (a === 57 && b === 48);
  const neighbours = (step: (a: number, b: number) => boolean) =>
    codes.every((code, i) => i === 0 || step(codes[i - 1] as number, code));
  return neighbours(isNextDigit) || neighbours((a, b) => isNextDigit(b, a));
}
