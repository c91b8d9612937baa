import { holdsPermission } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import type { Permission } from '../../accounts/roles.js';
import { lockPersonBodies, removeContact, removeStandings } from '../../organisations/persons/remove-persons.js';
import type { KeptPerson, PersonKeeper } from '../person-kinds.js';

const managesBodies = (caller: Principal): boolean =>
  caller.permissions.has('organisation.manage' satisfies Permission);

/** Who keeps what is known of a body: those who may change it, and its own manager. */
const keepsBodies = (caller: Principal, _: string, { bodies }: KeptPerson): boolean =>
  managesBodies(caller) || holdsPermission(caller, 'worker.manage' satisfies Permission, bodies);

/** Whom a body names to be reached by. What it named in a bid or a contract stays there. */
export const contactKeeper: PersonKeeper = {
  async find(tx, id) {
    const [row] = await tx.query<{ name: string | null; phone: string | null }>(
      `SELECT contact_name AS name, contact_phone AS phone FROM organisation WHERE id = $1
         AND (contact_name IS NOT NULL OR contact_phone IS NOT NULL) FOR NO KEY UPDATE`,
      [id],
    );
    return row ? { bodies: [id], takenPart: null, neededFor: null, values: { ...row }, shownIn: [] } : null;
  },
  mayAsk: keepsBodies,
  remove: removeContact,
  // A body names somebody else by itself; nobody can tell from its row that it should have.
  listEnded: () => Promise.resolve([]),
};

interface Standing {
  organisation: string;
  relation: string;
  name: string;
  since: string | null;
  until: string | null;
}

/**
 * Who heads, manages, founded or holds bodies: known by the keyed hash of the resident id, for the ties between bidders. One of these
 * bodies is told nothing of what the person is to the others, so that none of them asks or decides.
 */
export const personBehindKeeper: PersonKeeper = {
  lock: lockPersonBodies,
  async find(tx, id) {
    const rows = await tx.query<Standing>(
      `SELECT organisation_id AS organisation, relation, name, since::text, until::text FROM organisation_person
       WHERE person_key = $1 ORDER BY organisation_id, relation FOR UPDATE`,
      [id],
    );
    if (rows.length === 0) return null;
    const today = todayInShanghai(await tx.now());
    const bodies = [...new Set(rows.map(({ organisation }) => organisation))];
    const stands = rows.some(({ until }) => until === null || until >= today);
    return {
      bodies,
      takenPart: { bodies, contracts: [] },
      neededFor: stands ? 'stands_behind_body' : null,
      values: { standings: rows },
      shownIn: bodies.map((body) => `persons_behind:${body}`),
    };
  },
  mayAsk: managesBodies,
  remove: removeStandings,
  async listEnded(reader, before, after, most) {
    const rows = await reader.query<{ id: string }[]>(
      `SELECT p.person_key AS id FROM organisation_person p WHERE p.person_key > $2
       GROUP BY p.person_key HAVING max(coalesce(p.until, 'infinity')) < ($1::timestamptz AT TIME ZONE 'Asia/Shanghai')::date ORDER BY p.person_key LIMIT $3`,
      [before, after ?? '', most],
    );
    return rows.map(({ id }) => id);
  },
};
