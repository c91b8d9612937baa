import type { TestApp } from './app.js';

/** What the list of tenders is asked. */
export type Asked = Readonly<Record<string, string>>;

/** Titles of all pages of the list of tenders, two a page, for whoever asks. */
export async function listTitles(app: TestApp, asked: Asked, auth: Record<string, string> = {}): Promise<string[]> {
  const titles: string[] = [];
  for (let next: string | null = `/api/v1/tenders?${new URLSearchParams({ limit: '2', ...asked }).toString()}`; next;) {
    const { body }: { body: { items: { title: string }[]; next: string | null } } = await app.http
      .get(next)
      .set(auth)
      .expect(200);
    titles.push(...body.items.map(({ title }) => title));
    next = body.next;
  }
  return titles;
}
