import type { DataSource } from 'typeorm';
import type { PlainDate } from './plain-date.js';

/** The day that it is in business time. */
export async function loadToday(dataSource: DataSource): Promise<PlainDate> {
  const [row] = await dataSource.query<{ today: PlainDate }[]>('SELECT business_today()::text AS today');
  return (row as { today: PlainDate }).today;
}
