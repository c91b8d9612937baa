import { expect } from '@jest/globals';

interface Titled {
  title: string;
  subject: { label: string | null };
  lot: number | null;
}

/** What an English title says is to be done; it names the object and the lot besides. */
export function readTitle({ title, subject: { label }, lot }: Titled): string {
  const place = lot === null ? (label ?? '') : `${label}, lot ${lot}`;
  expect(title).toContain(place);
  return title.replace(`: ${place}`, '').replace(` (${place})`, '');
}
