import type { Principal } from '../../../kernel/access/principal.js';
import { holdsPermission, listPermittedBodies } from '../../../kernel/access/held.js';
import type { Reader } from '../../../kernel/database/reader.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { Permission } from '../../accounts/roles.js';
import { maskAddress } from '../../accounts/mail-address/mask-address.js';
import { loadOwnSettings } from '../../accounts/users/own-settings.js';
import { removeAccountName } from '../../accounts/users/remove-account-name.js';
import { areBidsSealedSince } from '../keeping-duty.js';
import { isUnhandledSql, type KeptPerson, type PersonKeeper } from '../person-kinds.js';
import { TAKEN_OUT } from '../../../kernel/identity/taken-out.js';

/** What an account does to itself and to others' accounts belongs to no purchase. */
const OF_ACCOUNTS = ['user', 'session', 'api_key', 'account_request', 'registration', 'personal_data_request'];

interface OfBody {
  organisation: string | null;
}

interface AccountRow {
  login: string;
  name: string;
  state: string;
  disabled_at: Date | null;
  bodies: string[];
  told: string[];
  mail_sealed: Buffer | null;
  mail_confirmed_at: Date | null;
  values: Record<string, unknown>;
}

/** Reads where mails to an account go; null where the row was altered. */
type UncoverAddress = (user: string, sealed: Buffer) => string | null;

/** SQL: when the account `u` was last disabled. */
const DISABLED_AT = `(SELECT max(e.at) FROM audit_entry e
  WHERE e.aggregate_type = 'user' AND e.aggregate_id = u.id::text AND e.action = 'disable')`;

/** SQL: bodies that were told of what the account `u` did. */
const TOLD = `ARRAY(SELECT DISTINCT body::text FROM audit_entry e, unnest(e.tenants) body
  WHERE e.actor_id = u.id::text AND e.aggregate_type <> ALL ($2::text[]))`;

/** Whoever has an account. Who did what in a purchase is part of its documents, so that an account that acted is kept with it. */
export const createAccountKeeper = (uncover: UncoverAddress): PersonKeeper => ({
  async find(tx: Tx, id: string): Promise<KeptPerson | null> {
    const [row] = await tx.query<AccountRow>(
      `SELECT u.login, u.name, u.state, ${DISABLED_AT} AS disabled_at, ${TOLD} AS told,
         (SELECT m.sealed FROM mail_address m WHERE m.user_id = u.id) AS mail_sealed,
         (SELECT m.confirmed_at FROM mail_address m WHERE m.user_id = u.id) AS mail_confirmed_at,
         ARRAY(SELECT DISTINCT s.organisation_id::text FROM seat s WHERE s.user_id = u.id AND s.organisation_id IS NOT NULL) AS bodies,
         jsonb_build_object(
           'seats', (SELECT coalesce(jsonb_agg(jsonb_build_object('organisation', s.organisation_id, 'role', s.role, 'since', s.created_at)), '[]')
             FROM seat s WHERE s.user_id = u.id),
           'sessions', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'since', x.created_at, 'endedAt', x.ended_at)), '[]')
             FROM session x WHERE x.user_id = u.id),
           'apiKeys', (SELECT coalesce(jsonb_agg(jsonb_build_object('name', k.name, 'organisation', k.organisation_id, 'expiresAt', k.expires_at)), '[]')
             FROM api_key k WHERE k.holder_id = u.id),
           'webhookEndpoints', (SELECT coalesce(jsonb_agg(jsonb_build_object('name', w.name, 'organisation', w.organisation_id, 'state', w.state, 'since', w.created_at)), '[]')
             FROM webhook_endpoint w JOIN api_key k ON k.id = w.api_key_id WHERE k.holder_id = u.id),
           'calendarKeySince', (SELECT c.created_at FROM calendar_key c WHERE c.user_id = u.id),
           'secondFactorSince', (SELECT f.confirmed_at FROM second_factor f WHERE f.user_id = u.id),
           'codeMailedTo', (SELECT m.address_masked FROM code_mail m WHERE m.user_id = u.id),
           'providers', (SELECT coalesce(jsonb_agg(l.provider), '[]') FROM identity_link l WHERE l.user_id = u.id)) AS values
       FROM app_user u WHERE u.id = $1 FOR NO KEY UPDATE OF u`,
      [id, OF_ACCOUNTS],
    );
    if (!row) return null;
    const { login, name, bodies, told, values } = row;
    const address = row.mail_sealed && uncover(id, row.mail_sealed);
    return {
      bodies,
      takenPart: { bodies: [...new Set([...bodies, ...told])], contracts: [] },
      neededFor: await findNeed(tx, row),
      values: {
        ...{ login, name, ...values },
        mailAddress: address && { address: maskAddress(address), confirmedAt: row.mail_confirmed_at },
        ...(await loadOwnSettings(tx, id)),
      },
      shownIn: [],
    };
  },
  /** The person, its body's manager, or an administrator. */
  mayAsk: (caller: Principal, id, { bodies }) =>
    ownsOrAdministers(caller, id) || holdsPermission(caller, 'user.manage' satisfies Permission, bodies),
  limit: (caller, id, person) => (ownsOrAdministers(caller, id) ? person : limitToBodies(caller, person)),
  remove: (tx, id) => removeAccountName(tx, id, TAKEN_OUT),
  async listEnded(reader: Reader, before, after, most) {
    const rows = await reader.query<{ id: string }[]>(
      `SELECT u.id FROM app_user u WHERE u.state = 'disabled' AND ${DISABLED_AT} < $1 AND u.id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
         AND ${isUnhandledSql('account', 'u.id::text')} ORDER BY u.id LIMIT $3`,
      [before, after, most],
    );
    return rows.map(({ id }) => id);
  },
});

const ownsOrAdministers = (caller: Principal, id: string): boolean =>
  caller.id === id || caller.permissions.has('user.administer' satisfies Permission);

/** To a manager what the account is in the bodies that it manages, and nothing of how its holder signs in. */
function limitToBodies(caller: Principal, person: KeptPerson): KeptPerson {
  const bodies = listPermittedBodies(caller, 'user.manage' satisfies Permission);
  const { login, name, seats, apiKeys } = person.values as Record<string, unknown> &
    Record<'seats' | 'apiKeys', OfBody[]>;
  const ofThem = (list: readonly OfBody[]) => list.filter(({ organisation }) => bodies.includes(organisation ?? ''));
  return { ...person, values: { login, name, seats: ofThem(seats), apiKeys: ofThem(apiKeys) }, entriesOf: bodies };
}

/** An account that may have handed in a bid is named with it at the opening. */
async function findNeed(tx: Tx, { state, disabled_at: disabledAt }: AccountRow): Promise<string | null> {
  if (state !== 'disabled') return 'account_active';
  return disabledAt !== null && (await areBidsSealedSince(tx.manager, disabledAt)) ? 'bids_sealed' : null;
}
