import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import type { Scope } from '../../access/scope.js';
import type { Reader } from '../../database/reader.js';
import { findOrigin } from '../../observability/trail.js';

/** Who reads, by what a scope says. */
export const findReader = ({ user, caller, everything }: Scope): Pick<Principal, 'kind' | 'id'> => ({
  kind: everything ? 'system' : user === null ? 'api_key' : 'user',
  id: caller,
});

/** How long it is known who was shown a name. */
export const KEPT_YEARS = 3;
const PAGE = 10_000;

/** Notes whom names were shown, and of what. A name that cannot be noted is not shown: the request fails. */
@Injectable()
export class PersonalReads {
  /** `object` is type and id of what was read; nothing is noted where it named nobody. */
  note(reader: Reader, by: Pick<Principal, 'kind' | 'id'>, object: string, people: number): Promise<void> {
    return this.noteAll(reader, by, new Map([[object, people]]));
  }

  /** The same of several objects: how many names of each were shown. */
  async noteAll(reader: Reader, by: Pick<Principal, 'kind' | 'id'>, shown: ReadonlyMap<string, number>): Promise<void> {
    const named = [...shown].filter(([, people]) => people > 0);
    if (named.length === 0) return;
    await reader.query(
      `INSERT INTO personal_read (actor_kind, actor_id, object, people, request_id)
       SELECT $1::text, $2::text, n.object, n.people, $5::text FROM unnest($3::text[], $4::int[]) n(object, people)`,
      [by.kind, by.id, named.map(([object]) => object), named.map(([, people]) => people), findOrigin().request],
    );
  }

  /** Deletes what is older than it is kept, page by page. */
  async deleteOld(reader: Reader): Promise<void> {
    for (;;) {
      const rows = await reader.query<unknown[]>(
        `WITH old AS (DELETE FROM personal_read WHERE id = ANY (ARRAY(SELECT id FROM personal_read
           WHERE at < clock_timestamp() - interval '${KEPT_YEARS} years' ORDER BY id LIMIT ${PAGE})) RETURNING id) SELECT id FROM old`,
      );
      if (rows.length < PAGE) return;
    }
  }
}
