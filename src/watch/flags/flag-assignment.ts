import type { Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { concernedBodiesSql } from './hearing/bodies-beside.js';

/** SQL: this user, whose account stands, oversees this region. */
const worksHereSql = (user: string, region: string): string =>
  `EXISTS (SELECT FROM seats s WHERE s.user_id = ${user} AND s.active AND s.role IN ('supervisor', 'finance_authority')
     AND coalesce(${region}, '') LIKE regexp_replace(s.region, '(00)+$', '') || '%')`;

/**
 * SQL: nobody works the flag `f`. Who had it and has left, or oversees its region no more, works it no more: their account or seat
 * took no flag from them.
 */
export const hasNoWorkerSql = (f: string): string =>
  `(${f}.assignee IS NULL OR NOT ${worksHereSql(`${f}.assignee`, `${f}.region`)})`;

/** A flag is worked by somebody who oversees its region. @throws Problem `assignee_not_eligible` */
export async function mustWorkHere(tx: Tx, user: string, region: string | null): Promise<void> {
  const rows = await tx.query(`SELECT 1 WHERE ${worksHereSql('$1::uuid', '$2::text')}`, [user, region]);
  if (rows.length === 0)
    throw new Problem('assignee_not_eligible', {
      errors: [
        {
          pointer: '/assignee',
          code: 'assignee_not_eligible',
          text: { en: 'Not an active supervisor of this region', zh: '不是该区域在岗的监督人员' },
        },
      ],
    });
}

/** Only bodies that the flag is about, or that took part in what it is about, are asked about it. @throws Problem `organisation_not_concerned` */
export async function mustBeConcerned(tx: Tx, flag: string, organisations: readonly string[]): Promise<void> {
  if (organisations.length === 0) return;
  const rows = await tx.query<{ id: string }>(
    `SELECT DISTINCT b.id FROM flag_subject s
       CROSS JOIN LATERAL (${concernedBodiesSql('s')}) b WHERE s.flag_id = $1`,
    [flag],
  );
  const concerned = new Set(rows.map((row) => row.id));
  const stranger = organisations.findIndex((id) => !concerned.has(id.toLowerCase()));
  if (stranger >= 0)
    throw new Problem('organisation_not_concerned', {
      errors: [
        {
          pointer: `/askOrganisations/${stranger}`,
          code: 'organisation_not_concerned',
          text: { en: 'The flag is not about this body', zh: '该预警与此机构无关' },
        },
      ],
    });
}
