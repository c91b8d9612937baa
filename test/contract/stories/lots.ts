import { Drafting, makeBureau } from '../../support/drafts.js';
import type { Story } from './story.js';

/** A lot of an issued tender that comes to its end alone. */
export const lots: Story = async ({ contract }) => {
  const { app } = contract;
  const bureau = await makeBureau(app, undefined, '【虚构】K区民政局（废标）');
  const { id } = await Drafting.begin(app, bureau, {}, true);
  await app.dataSource.query(
    `UPDATE tender SET state = 'open', published = true, revision = 1, deadline_at = business_now() + interval '1 hour'
     WHERE id = $1`,
    [id],
  );
  const [lot] = await app.dataSource
    .query<{ id: string }[]>(`UPDATE lot SET state = 'open' WHERE tender_id = $1 RETURNING id`, [id])
    .then(([rows]) => rows as unknown as { id: string }[]);
  const { version } = await contract.app.http
    .get(`/api/v1/tenders/${id}`)
    .set(bureau.officer.auth)
    .then(({ body }) => body as { version: number });
  await contract.ask('actOnLot', {
    as: bureau.officer.auth,
    path: { id: lot?.id ?? '', action: 'fail' },
    headers: { 'If-Match': `"${version}"` },
    body: { reason: '虚构：出现影响采购公正的违法违规行为。', ground: 'unlawful_acts', reference: '虚构监〔2025〕7号' },
    // It is said on the day of the run.
    written: { deadlines: [], on: '2025-11-10', publishedOn: '2025-11-10' },
  });
};
