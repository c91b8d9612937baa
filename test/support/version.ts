import type { TestApp } from './app.js';

/** The version of an object as it stands: what somebody who has just read it would send back. */
export async function readVersion(app: TestApp, table: string, id: string): Promise<number> {
  const [row] = await app.dataSource.query<{ version: number }[]>(`SELECT version FROM ${table} WHERE id = $1`, [id]);
  return row?.version ?? 1;
}
