import type { Tx } from '../../../kernel/database/transactions.js';
import { invalid } from '../../../kernel/http/validation.js';
import { askForCode } from '../requests/asking.js';
import type { SeatGiver, SeatPlan } from '../seat-giver.js';
import { holdsCodeThere, loadUse, lockBodies } from '../seat-standing.queries.js';
import { listBodies } from '../seats.js';
import { issueSetupCode, newCodeHalf } from '../sessions/setup-codes.js';

/** What one answer shows of a one-time code: the whole, or the half of one that a second administrator completes. */
export interface CodeShown {
  setupCode?: string;
  setupCodeHalf?: string;
}

/**
 * An administrator alone is shown a code only for an account that was never taken into use, in bodies of which nobody has
 * taken an account into use, and of which it was shown no other code. Any other code takes two administrators, and so does that of an account that a
 * registration led to while its claim code works: its applicant is shown it. `takesTwo`: so does its seat.
 */
export async function mayGiveWholeCode(
  tx: Tx,
  giver: SeatGiver,
  user: string,
  bodies: readonly string[],
  takesTwo: boolean,
): Promise<boolean> {
  if (takesTwo) return false;
  await lockBodies(tx, bodies);
  const use = await loadUse(tx, user, bodies);
  return (
    !use.own && !use.others && !(await holdsCodeThere(tx, giver.id, bodies, user)) && !(await isRegistered(tx, user))
  );
}

const isRegistered = async (tx: Tx, user: string): Promise<boolean> =>
  (
    await tx.query(
      `SELECT FROM registration WHERE user_id = $1 AND claim_hash IS NOT NULL AND claim_expires_at > clock_timestamp() LIMIT 1`,
      [user],
    )
  ).length > 0;

/** A code in two halves: one is shown to who asks, the other to who agrees, once the manager of this body has consented. */
export async function askForHalves(
  tx: Tx,
  user: string,
  bodies: readonly string[],
  consents: string | null = null,
): Promise<CodeShown> {
  const { half, hash } = newCodeHalf();
  await askForCode(tx, user, bodies, hash, consents);
  return { setupCodeHalf: half };
}

/** A code goes by mail where one hand may give all of it. @throws 400 for an administrator, who gives half a code with a second one, or is shown it */
export function assertManagesAlone(giver: SeatGiver): void {
  if (giver.administers)
    throw invalid('/mailTo', 'managers_only', {
      en: 'The manager of a body has codes of its people mailed; an administrator does not',
      zh: '仅机构负责人可将本机构人员的设置码发送至邮箱，管理员不可',
    });
}

/**
 * The code of a new account. Where all its seats wait for a manager, that manager is shown it; where one waits for a second
 * administrator, the code waits with it: `first` is the hash of its half.
 */
export async function giveFirstCode(
  tx: Tx,
  giver: SeatGiver,
  user: string,
  plan: SeatPlan,
): Promise<{ shown: CodeShown; first: Buffer | null }> {
  const whole = async (): Promise<CodeShown> => {
    const { setupCode } = await issueSetupCode(tx, user, giver.id);
    return { setupCode };
  };
  if (!giver.administers) return { shown: await whole(), first: null };
  if (plan.asked.some(({ decides }) => decides === 'administrator')) {
    const { half, hash } = newCodeHalf();
    return { shown: { setupCodeHalf: half }, first: hash };
  }
  if (plan.now.length === 0 && plan.asked.length > 0) return { shown: {}, first: null };
  const bodies = listBodies(plan.now);
  const shown = (await mayGiveWholeCode(tx, giver, user, bodies, false))
    ? await whole()
    : await askForHalves(tx, user, bodies);
  return { shown, first: null };
}
