import type { Reader } from '../database/reader.js';

/** The moment that it is in business time. */
export async function loadNow(reader: Reader): Promise<Date> {
  const [row] = await reader.query<{ now: Date }[]>('SELECT business_now() AS now');
  return (row as { now: Date }).now;
}
