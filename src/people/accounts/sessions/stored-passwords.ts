import type { Head } from '../../../kernel/audit/audit-chain.js';
import type { StoredContent } from '../../../kernel/audit/bound-rows.js';
import type { Reader } from '../../../kernel/database/reader.js';
import { updateRow } from '../../../kernel/database/rows.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { ACCOUNT, PASSWORD } from '../acting/acting-kinds.js';
import { actingSql, newestEntrySql, type ActingRows } from '../acting/acting-rows.js';
import { AppUser } from '../users/app-user.entity.js';
import { LOGIN } from './login.rules.js';
import type { StoredPassword } from './passwords.js';

/** An account that has a password and may act, both as the product wrote them. */
export type SignInAccount = StoredPassword & { id: string; login: string };

interface AccountRow {
  id: string;
  login: string;
  password_hash: string | null;
  password_key: string | null;
  account: StoredContent;
  password: StoredContent;
  newest: Head | null;
}

/** The account and its password, of one who signs in or types the old password; null: there is none that counts. */
export async function findSignInAccount(
  rows: ActingRows,
  reader: Reader,
  by: { login: string } | { id: string },
): Promise<SignInAccount | null> {
  // PostgreSQL may read other letters as those of a login (İ as i), and what is counted by the login would not.
  if ('login' in by && !LOGIN.test(by.login)) return null;
  const [condition, value] = 'login' in by ? ['lower(u.login) = lower($1)', by.login] : ['u.id = $1', by.id];
  const [row] = await reader.query<AccountRow[]>(
    `SELECT u.id, u.login, u.password_hash, u.password_key, ${actingSql(ACCOUNT, 'u')} AS account,
       ${actingSql(PASSWORD, 'u')} AS password, ${newestEntrySql('user', 'u.id')} AS newest
     FROM app_user u WHERE ${condition} AND u.state = 'active'`,
    [value],
  );
  if (!row || row.password_hash === null) return null;
  const { id, login, password_hash, password_key, newest } = row;
  const isBound = await rows.open(reader, { aggregate: 'user', id, newest });
  if (!isBound(ACCOUNT, row.account) || !isBound(PASSWORD, row.password)) return null;
  return { id, login, password_hash, password_key };
}

/** Whether it is still what was looked at; locks the account against others who would change it. */
export async function lockPassword(
  tx: Tx,
  { id, password_hash }: SignInAccount,
  mode: 'FOR SHARE' | 'FOR NO KEY UPDATE',
): Promise<boolean> {
  const still = await tx.query(
    `SELECT id FROM app_user WHERE id = $1 AND state = 'active' AND password_hash = $2 ${mode}`,
    [id, password_hash],
  );
  return still.length > 0;
}

/** Puts a password in place of another, and counts the version up where its person chose it. The account is locked. */
export async function storePassword(
  tx: Tx,
  user: string,
  { password_hash, password_key }: StoredPassword,
  options: { newVersion?: boolean } = {},
): Promise<void> {
  await updateRow(tx, AppUser, { id: user }, { passwordHash: password_hash, passwordKey: password_key }, options);
  tx.bindRow(PASSWORD, user, user);
}
