import type { DataSource } from 'typeorm';

/** How many roots one transaction of a rebuild locks. */
const BATCH = 500;

/** Published roots of a kind, and how many of their public rows were not as they should be. */
interface Rebuilt {
  published: number;
  changed: number;
}

/**
 * Writes the rows of the public lists anew, a batch of locked roots at a time, so that nothing that is written meanwhile
 * is lost. Changes nothing where every row is as it should be.
 */
export async function rebuildPublicLists(dataSource: DataSource): Promise<{ tenders: Rebuilt }> {
  return { tenders: await rebuildTenders(dataSource) };
}

async function rebuildTenders(dataSource: DataSource): Promise<Rebuilt> {
  const ids = await dataSource.query<{ id: string; published: boolean }[]>(
    `SELECT r.id, r.published FROM tender r LEFT JOIN public_tender p ON p.id = r.id WHERE r.published OR p.id IS NOT NULL ORDER BY r.id`,
  );
  let changed = 0;
  for (let from = 0; from < ids.length; from += BATCH) {
    const [row] = await dataSource.query<{ changed: number }[]>(`SELECT publish_tenders_again($1::uuid[]) AS changed`, [
      ids.slice(from, from + BATCH).map(({ id }) => id),
    ]);
    changed += row?.changed ?? 0;
  }
  return { published: ids.filter(({ published }) => published).length, changed };
}
