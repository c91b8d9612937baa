import type { Tx } from '../../../kernel/database/transactions.js';
import { SETUP_CODE, USED_CODE } from '../acting/acting-kinds.js';
import { endCodeMail } from '../code-mails/code-mail-rows.js';
import { areCodesWhole } from '../same-person.queries.js';
import { digest, newSetupCode, plainSetupCode } from './secrets.js';

/** How long a one-time code may be carried to its person. */
const SETUP_CODE_DAYS = 7;

/** A one-time code, shown once; only its hash is kept. */
export interface SetupCode {
  setupCode: string;
  setupCodeExpiresAt: string;
}

/**
 * Gives a user a new one-time code, which `givenTo` is shown; null: a command, or who runs the system. The code before no
 * longer works. The user's row is locked or new.
 */
export async function issueSetupCode(tx: Tx, user: string, givenTo: string | null): Promise<SetupCode> {
  await endCodeMail(tx, user);
  return renewSetupCode(tx, user, givenTo);
}

/** The same for the mail that brings it: the mail goes on. */
export async function renewSetupCode(tx: Tx, user: string, givenTo: string | null): Promise<SetupCode> {
  const setupCode = newSetupCode();
  const hash = digest(plainSetupCode(setupCode));
  await deleteOpenCode(tx, user);
  const [row] = await tx.query<{ expires_at: Date }>(
    `INSERT INTO setup_code (hash, user_id, given_to, expires_at)
     VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 day') RETURNING expires_at`,
    [hash, user, givenTo, SETUP_CODE_DAYS],
  );
  tx.bindRow(SETUP_CODE, user, hash.toString('hex'));
  return { setupCode, setupCodeExpiresAt: (row as { expires_at: Date }).expires_at.toISOString() };
}

/** Half of a one-time code, which opens nothing alone: the person types both halves, in any order. */
export interface CodeHalf {
  half: string;
  hash: Buffer;
}

export function newCodeHalf(): CodeHalf {
  const half = newSetupCode();
  return { half, hash: digest(plainSetupCode(half)) };
}

/** Puts a code of two halves in place, which works from an instant of business time on; nobody has seen both. */
export async function issueCodeOfHalves(
  tx: Tx,
  user: string,
  first: Buffer,
  second: Buffer,
  validFrom: Date,
): Promise<void> {
  await removeOpenCode(tx, user);
  await tx.query(
    `INSERT INTO setup_code (hash, second_hash, user_id, valid_from, expires_at)
     VALUES ($1, $2, $3, $4, clock_timestamp() + ($4::timestamptz - business_now()) + $5 * interval '1 day')`,
    [first, second, user, validFrom, SETUP_CODE_DAYS],
  );
  tx.bindRow(SETUP_CODE, user, first.toString('hex'));
}

/** The account waits for no code any more, by mail either. */
export async function removeOpenCode(tx: Tx, user: string): Promise<void> {
  await endCodeMail(tx, user);
  await deleteOpenCode(tx, user);
}

async function deleteOpenCode(tx: Tx, user: string): Promise<void> {
  await tx.query(`DELETE FROM setup_code WHERE user_id = $1 AND used_at IS NULL`, [user]);
  // One whose row is not there just now works no longer either.
  tx.unbindKind(SETUP_CODE, user);
}

/** Of codes that were used it stays who was shown them, and when: whose hand the account was in. Codes that were not whole stay so. */
export async function removeUsedCodes(tx: Tx, user: string): Promise<void> {
  const areWhole = await areCodesWhole(tx, user);
  const codes = await tx.query<{ before: string; after: string }>(
    `UPDATE setup_code c SET hash = n.hash, second_hash = NULL
     FROM (SELECT hash AS before, sha256(uuid_send(gen_random_uuid())) AS hash FROM setup_code WHERE user_id = $1 AND used_at IS NOT NULL) n
     WHERE c.hash = n.before RETURNING encode(n.before, 'hex') AS before, encode(c.hash, 'hex') AS after`,
    [user],
  );
  if (areWhole)
    for (const hash of codes.flatMap(({ before, after }) => [before, after])) tx.bindRow(USED_CODE, user, hash);
}
