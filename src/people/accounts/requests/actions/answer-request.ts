import { ACCOUNT_REQUEST, SETUP_CODE } from '../../acting/acting-kinds.js';
import { action, guard, type Fact, type Situation } from '../../../../kernel/actions/action.js';
import type { FieldError } from '../../../../kernel/errors/problem.js';
import { listCorrectionFaults, lockKnownBody } from '../../../organisations/identity/body-correction.js';
import { OwnClock } from '../../../../kernel/clock/own-clock.js';
import { ReasonDto } from '../../reason.dto.js';
import { areCodesWhole } from '../../same-person.queries.js';
import { guardOtherPerson, guardSecondPerson } from '../../second-person.js';
import { isAdministering } from '../../roles.js';
import {
  findCodeHolder,
  holdsCodeThere,
  isInSomeHand,
  listManagedBodies,
  loadSeats,
  loadUse,
  lockBodies,
} from '../../seat-standing.queries.js';
import { addSeats, listBodies, toConflictDetails, unbindSeat, type SeatGiven } from '../../seats.js';
import { findSeatConflict, type SeatConflict } from '../../seats.rules.js';
import { issueCodeOfHalves, issueSetupCode, newCodeHalf } from '../../sessions/setup-codes.js';
import { accountRequestSubject, type LockedRequest } from '../account-request.subject.js';
import { hasOpenCodeSql } from '../open-codes.js';

/** How long what two administrators agreed to is announced before it is in force. */
const ANNOUNCED_MS = 24 * 60 * 60 * 1000;

const listAllSeats: Fact<LockedRequest, SeatGiven[]> = async ({ tx, root }) => {
  if (root.user_id === null) return [];
  const seats = await loadSeats(tx, root.user_id);
  return root.role === null ? seats : [...seats, { organisation: root.organisation_id, role: root.role }];
};

/** The seats that one person may not hold together; seats may have been given since it was asked. */
const findConflict: Fact<LockedRequest, SeatConflict | null> = async (situation) =>
  findSeatConflict((await situation.load(listAllSeats)).map(({ role }) => role));

/**
 * Whether an administrator would act by the seat itself, or hold two accounts: who holds the code of this account asked for
 * the seat, holds another code in that body, or is the second of two administrators.
 */
const isCodeHeld: Fact<LockedRequest, boolean> = async ({ tx, root, principal }) => {
  if (root.role === null || root.user_id === null) return false;
  const bodies = root.organisation_id === null ? [] : [root.organisation_id];
  await lockBodies(tx, bodies);
  if (!(await areCodesWhole(tx, root.user_id))) return true;
  const holder = await findCodeHolder(tx, root.user_id);
  if (holder === null) return false;
  if (holder === root.asked_by) return true;
  if (root.decides === 'administrator' && (isAdministering(root.role) || holder === principal.id)) return true;
  if (root.decides === 'manager') {
    if (holder === principal.id) return false;
    // An account that sits nowhere yet is in the hand of whoever was shown its code, and of nobody whom the manager knows.
    if ((await loadSeats(tx, root.user_id)).length === 0) return true;
  }
  return holdsCodeThere(tx, holder, bodies, root.user_id);
};

/**
 * Bodies that a manager has again, who gives this alone: administrators decide where there was none when it was asked, and may
 * themselves have taken the manager away for as long as that. Of a code as of a reset: those where an account was taken into use.
 * It reaches where the account sits by now too, once that is in somebody's hand; a new one is in nobody's until its first code.
 * The body whose manager has consented to the code is none of them.
 */
const listBodiesWithManager: Fact<LockedRequest, string[]> = async ({ tx, root }) => {
  const { user_id: user, organisation_id: body, role, code_hash: code, decides } = root;
  if (decides !== 'administrator' || user === null) return [];
  const seated = body === null || role === null || isAdministering(role) ? [] : [body];
  const isInHand = code !== null && (await isInSomeHand(tx, user));
  const reached = code === null ? [] : [...root.bodies, ...(isInHand ? listBodies(await loadSeats(tx, user)) : [])];
  await lockBodies(tx, [...seated, ...reached]);
  const managed = await listManagedBodies(tx, [...seated, ...reached], user);
  const isCodeTheirs = managed.some((each) => reached.includes(each)) && (await loadUse(tx, user, managed)).others;
  const consented = role === null ? body : null;
  return [...new Set(managed)].filter((each) => each !== consented && (seated.includes(each) || isCodeTheirs));
};

const hasBegun = ({ root, now, use }: Pick<Situation<LockedRequest, unknown>, 'root' | 'now' | 'use'>): boolean =>
  root.state === 'agreed' &&
  root.in_force_at !== null &&
  root.in_force_at <= now &&
  use(OwnClock).hasPassed(root.in_force_at);

/** Whether what was agreed to counts and can be stopped no more: a code can until it is used, with the seat that it came with. */
const isInForce: Fact<LockedRequest, boolean> = async (situation) => {
  const { tx, root } = situation;
  if (!hasBegun(situation)) return false;
  if (root.code_hash === null) return true;
  const open = await tx.query(`SELECT FROM account_request r WHERE r.id = $1 AND ${hasOpenCodeSql('r')}`, [root.id]);
  return open.length === 0;
};

/** A seat that the body's manager consents to counts at once; of tenders issued before it touches no bid. */
async function giveConsentedSeat({ tx, root, principal, now, use }: Situation<LockedRequest, unknown>) {
  if (root.role === null || root.user_id === null) return {};
  const before = await loadSeats(tx, root.user_id);
  const seat = {
    organisation: root.organisation_id,
    role: root.role,
    outsideSince: use(OwnClock).getBeginning(now),
    inForceAt: null,
  };
  await addSeats(tx, root.user_id, [seat]);
  // A new account of the own body has no code yet: its manager is shown it.
  const { own } = await loadUse(tx, root.user_id, []);
  if (own || before.length > 0 || (await findCodeHolder(tx, root.user_id)) !== null) return {};
  const { setupCode } = await issueSetupCode(tx, root.user_id, principal.id);
  return { setupCode };
}

/** What keeps a correction from being true of the body by now. */
const listFaults: Fact<LockedRequest, FieldError[]> = async ({ tx, root: { organisation_id: body, correction } }) =>
  body === null || correction === null ? [] : listCorrectionFaults(tx, await lockKnownBody(tx, body), correction);

/** What two administrators agree to is announced for a day before it is in force; a body is corrected then (`AgreedCorrections`). */
async function giveAfterNotice({ tx, root }: Situation<LockedRequest, unknown>, from: Date) {
  if (root.user_id === null) return {};
  if (root.role !== null) {
    const outsideSince = root.organisation_id === null ? null : from;
    const seat = { organisation: root.organisation_id, role: root.role, outsideSince, inForceAt: from };
    await addSeats(tx, root.user_id, [seat]);
  }
  if (root.code_hash === null) return {};
  const { half, hash } = newCodeHalf();
  await issueCodeOfHalves(tx, root.user_id, root.code_hash, hash, from);
  return { setupCodeHalf: half };
}

export const agreeToRequest = action(accountRequestSubject, 'agree', ReasonDto, {
  operationId: 'agreeToAccountRequest',
  summary: {
    en: 'Agree to a seat, a code or the correction of a body that an administrator asked for; a code or its other half is shown once',
    zh: '同意管理员提出的账号席位、设置码或机构更正申请',
  },
  guards: {
    // A manager who consents gives what it gives alone; an administrator's account is in nobody's hand.
    asked_by_you: guardOtherPerson((root) => root.asked_by),
    // What a body is known by is nobody's own: two accounts in one hand are one person there.
    proposer_decides: guardSecondPerson(({ root }) => Promise.resolve(root.correction === null ? [] : [root.asked_by])),
    body_has_manager: guard({ listBodiesWithManager }, ({ listBodiesWithManager: bodies }) =>
      bodies.length > 0 ? { facts: { bodies } } : null,
    ),
    seats_conflict: guard({ findConflict }, (facts) => facts.findConflict && toConflictDetails(facts.findConflict)),
    codes_of_one_body: guard({ isCodeHeld }, (facts) => (facts.isCodeHeld ? {} : null)),
    correction_unfit: guard({ listFaults }, ({ listFaults: errors }) => (errors.length > 0 ? { errors } : null)),
  },
  async effect(situation) {
    const { tx, root, principal, now, use } = situation;
    tx.bindRow(ACCOUNT_REQUEST, root.id, root.id);
    const isConsent = root.decides === 'manager';
    // To the code of an account that sits elsewhere as well: it is for a second administrator then, and the manager is shown none of it.
    if (isConsent && root.role === null) return { stays: true, set: { decides: 'administrator' as const } };
    const inForceAt = isConsent ? now : new Date(use(OwnClock).getBeginning(now).getTime() + ANNOUNCED_MS);
    const shown = isConsent ? await giveConsentedSeat(situation) : await giveAfterNotice(situation, inForceAt);
    // Who reads what seats say hears of it as of any other seat.
    if (root.role !== null && root.user_id !== null)
      await tx.record({
        ...{ aggregate: 'user', id: root.user_id, action: 'seats_changed' },
        data: { given: [{ organisation: root.organisation_id, role: root.role }], ended: [] },
        tenants: root.organisation_id === null ? [] : [root.organisation_id],
      });
    if (root.user_id !== null)
      await tx.query(`UPDATE app_user SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [
        root.user_id,
      ]);
    return {
      set: { answeredBy: principal.id, inForceAt },
      data: { inForceAt: inForceAt.toISOString() },
      shown: { ...shown },
    };
  },
});

export const refuseRequest = action(accountRequestSubject, 'refuse', ReasonDto, {
  operationId: 'refuseAccountRequest',
  summary: {
    en: 'Object to a seat or a correction that is not in force yet, or a code that is not used: by who sits in the body, who holds the account, or who asked',
    zh: '对尚未生效的席位、机构更正申请或尚未使用的设置码提出异议，申请即告终止',
  },
  guards: {
    in_force_already: guard({ isInForce }, (facts) => (facts.isInForce ? {} : null)),
  },
  async effect(situation) {
    const { tx, root, principal } = situation;
    tx.bindRow(ACCOUNT_REQUEST, root.id, root.id);
    if (root.state === 'agreed' && root.user_id !== null) {
      const seats = await tx.query<{ id: string }>(
        `DELETE FROM seat WHERE user_id = $1 AND organisation_id IS NOT DISTINCT FROM $2::uuid AND role = $3 AND in_force_at = $4
         RETURNING id`,
        [root.user_id, root.organisation_id, root.role, root.in_force_at],
      );
      if (root.role !== null)
        for (const { id } of seats)
          unbindSeat(tx, root.user_id, id, { organisation: root.organisation_id, role: root.role });
      if (seats.length > 0 && hasBegun(situation))
        await tx.record({
          ...{ aggregate: 'user', id: root.user_id, action: 'seats_changed' },
          data: { given: [], ended: [{ organisation: root.organisation_id, role: root.role }] },
          tenants: root.organisation_id === null ? [] : [root.organisation_id],
        });
      await tx.query(`DELETE FROM setup_code WHERE hash = $1 AND used_at IS NULL`, [root.code_hash]);
      if (root.code_hash) tx.bindRow(SETUP_CODE, root.user_id, root.code_hash.toString('hex'));
    }
    return { set: { answeredBy: principal.id } };
  },
});
