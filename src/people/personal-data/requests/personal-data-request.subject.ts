import { listHeldPermissions, listPermittedBodies } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { narrowScope, toScope, type Scope } from '../../../kernel/access/scope.js';
import { guard, subject, type Fact } from '../../../kernel/actions/action.js';
import { lockRoot } from '../../../kernel/database/roots.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import { Sql } from '../../../kernel/database/sql.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import type { Permission } from '../../accounts/roles.js';
import { guardOtherPerson } from '../../accounts/second-person.js';
import { findKeepingDuty, toKeepingDetails, type KeepingDuty } from '../keeping-duty.js';
import { PersonKinds, type KeptPerson } from '../person-kinds.js';
import { PersonalDataRequest } from './personal-data-request.entity.js';
import { personalDataRequestLifecycle } from './personal-data-request.lifecycle.js';

/** A locked row of `personal_data_request`. */
export type LockedRequest = Omit<StoredRow<PersonalDataRequest>, 'kept_until'>;

const ASK = 'personal_data.ask' satisfies Permission;
const DECIDE = 'personal_data.decide' satisfies Permission;
const DISCLOSE = 'personal_data.disclose' satisfies Permission;
const ADMINISTER = 'user.administer' satisfies Permission;

/** Who asked, who decides for a body that keeps the data (of who stands behind several bodies none of them), administrators; of what is blocked, who oversees such a body's region. */
export const visibleRequests =
  (scope: Scope) =>
  (sql: Sql): Sql => {
    if (scope.everything || scope.permissions.has(ADMINISTER)) return sql;
    const kept = `r.person_kind <> 'behind_body' AND r.bodies && ${sql.p(listPermittedBodies(scope, DECIDE))}::uuid[]`;
    const regions = narrowScope(scope, DISCLOSE).regions.map((region) => `${region}%`);
    return sql.and(`r.asked_by = ${sql.p(scope.user)}::uuid OR ${kept}
      OR r.state = 'blocked' AND EXISTS (SELECT FROM organisation o
        WHERE o.id = ANY (r.bodies) AND o.region LIKE ANY (${sql.p(regions)}::text[]))`);
  };

type Asked = Pick<LockedRequest, 'bodies' | 'asked_by' | 'person_kind'>;

/** What the caller may do with a request: by its seats in the bodies that keep the data, as its asker, as an administrator. */
function listRequestPermissions(
  row: Asked,
  caller: Pick<Principal, 'seats' | 'permissions'> & { user: string | null },
): Set<string> {
  const held = new Set(caller.permissions.has(DISCLOSE) ? [DISCLOSE] : []);
  if (row.asked_by !== null && row.asked_by === caller.user) held.add(ASK);
  if (caller.permissions.has(ADMINISTER) || listHeldPermissions(caller, listInformedBodies(row)).has(DECIDE))
    held.add(DECIDE);
  return held;
}

/** Of these, what the caller is offered: who asked does not decide. */
export function listOfferedPermissions(
  row: Asked,
  caller: Pick<Principal, 'seats' | 'permissions'> & { user: string | null },
): Set<string> {
  const held = listRequestPermissions(row, caller);
  if (held.has(ASK)) held.delete(DECIDE);
  return held;
}

/** What events say of a request. The keyed hash of somebody behind bodies is no id that they carry. */
export const toRequestData = ({ person_kind: kind, person_id: person }: Named): Record<string, unknown> =>
  kind === 'behind_body' ? { kind } : { kind, person };

type Named = Pick<LockedRequest, 'person_kind' | 'person_id'>;

/** Bodies that see the events of a request: none where it is about who stands behind several of them. */
export const listInformedBodies = ({ person_kind: kind, bodies }: Pick<Asked, 'person_kind' | 'bodies'>): string[] =>
  kind === 'behind_body' ? [] : bodies;

/** The person as it is kept now; once it is blocked, by what it took part in. @throws Problem `not_found` where nothing is kept any more */
export const loadPerson: Fact<LockedRequest, KeptPerson> = async ({ tx, root, use }) => {
  const { bodies, taken_part: takenPart } = root;
  if (root.state === 'blocked') return { bodies, takenPart, neededFor: null, values: {}, shownIn: [] };
  const keeper = use(PersonKinds).get(root.person_kind);
  await keeper.lock?.(tx, root.person_id);
  const person = await keeper.find(tx, root.person_id);
  if (person === null) throw new Problem('not_found');
  // Its row is locked now: another request about the same person may have been decided meanwhile.
  const handled = await findDecision(tx, root);
  if (handled) throw new Problem('wrong_state', { facts: { handledBy: handled.id } });
  return person;
};

/** Another request by which the data of the same person was blocked or erased. */
export async function findDecision(
  tx: Tx,
  { id, person_kind, person_id }: Pick<LockedRequest, 'id' | 'person_kind' | 'person_id'>,
): Promise<{ id: string; blocked_values: Buffer | null } | null> {
  const [row] = await tx.query<{ id: string; blocked_values: Buffer | null }>(
    `SELECT id, blocked_values FROM personal_data_request
     WHERE person_kind = $1 AND person_id = $2 AND id <> $3 AND state IN ('blocked', 'erased') ORDER BY state LIMIT 1`,
    [person_kind, person_id, id],
  );
  return row ?? null;
}

/** The law that keeps it, as of the day of the action; asked anew each time, for purchases end. */
export const loadDuty: Fact<LockedRequest, KeepingDuty | null> = async (situation) => {
  const { takenPart } = await situation.load(loadPerson);
  return takenPart && findKeepingDuty(situation.tx.manager, takenPart, situation.today);
};

/** What is asked of the data about a person. Nobody who is told of it learns who the person is. */
export const personalDataRequestSubject = subject<LockedRequest, 'personal-data/requests/:id', PersonalDataRequest>({
  lifecycle: personalDataRequestLifecycle,
  path: 'personal-data/requests/:id',
  entity: PersonalDataRequest,
  permit: ASK,
  lock: (tx, { id }) =>
    lockRoot<LockedRequest>(tx, 'personal_data_request', id, visibleRequests(toScope(tx.principal)), new Sql()),
  heldBy: (tx, root) =>
    Promise.resolve(listRequestPermissions(root, { ...tx.principal, user: toScope(tx.principal).user })),
  person: ({ id }) => `personal_data_request:${id}`,
  audience: (root) => ({ tenants: listInformedBodies(root) }),
  eventData: toRequestData,
  guards: {
    // The manager of a body, who gives the codes of its people, decides what they ask of it.
    asked_by_you: guardOtherPerson((root) => root.asked_by),
    person_still_needed: guard({ person: loadPerson }, ({ person: { neededFor } }) =>
      neededFor === null ? null : { facts: { neededFor } },
    ),
    must_be_kept: guard({ duty: loadDuty }, ({ duty }) => duty && toKeepingDetails(duty)),
    nothing_to_keep: guard({ duty: loadDuty }, ({ duty }) => (duty === null ? {} : null)),
  },
});
