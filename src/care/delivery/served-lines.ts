import { firstServedOn, isReliedOn } from '../../people/communities/service-lines/line-use.js';

isReliedOn.contribute(async (tx, line) => {
  const [row] = await tx.query<{ relied: boolean }>(
    `SELECT EXISTS (SELECT FROM need WHERE service_line_id = $1) OR EXISTS (SELECT FROM recipient WHERE service_line_id = $1)
       OR EXISTS (SELECT FROM contract_service_line WHERE service_line_id = $1) AS relied`,
    [line],
  );
  return row?.relied ?? false;
});

firstServedOn.contribute(async (tx, line) => {
  const [row] = await tx.query<{ first: string | null }>(
    `SELECT min(d.day)::text AS first FROM (
       SELECT earliest_day(c.window_start) AS day FROM contract_service_line x JOIN contract c ON c.id = x.contract_id
       WHERE x.service_line_id = $1 AND c.state NOT IN ('draft', 'void')
       UNION ALL SELECT since FROM recipient WHERE service_line_id = $1) d`,
    [line],
  );
  return row?.first ?? null;
});
