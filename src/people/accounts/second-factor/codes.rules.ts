import { verifySync } from 'otplib';

/** Seconds for which a code of an authenticator app stands (RFC 6238). */
const STEP_SECONDS = 30;
const TOTP = /^\d{6}$/;

/** A code as a person typed it, without the spaces and hyphens that make it readable. */
export const plainCode = (typed: string): string => typed.replace(/[\s-]/g, '');

/** Whether a plain code is one of an app; a recovery code has ten characters. */
export const isAppCode = (plain: string): boolean => TOTP.test(plain);

/**
 * The step of which this is the code, or null: that of the instant, the one before or the one after, so that a clock may be
 * half a minute wrong; none up to `used`.
 */
export function findStep(secret: string, plain: string, atMs: number, used: number | null): number | null {
  if (!isAppCode(plain)) return null;
  const epoch = Math.floor(atMs / 1000);
  const result = verifySync({ secret, token: plain, epoch, epochTolerance: STEP_SECONDS, period: STEP_SECONDS });
  if (!result.valid || !('timeStep' in result)) return null;
  return used !== null && result.timeStep <= used ? null : result.timeStep;
}

/** By what wrong codes of an account are counted, apart from its passwords: nobody without its password adds to them. */
export const nameCodes = (user: string): string => `second factor ${user}`;
