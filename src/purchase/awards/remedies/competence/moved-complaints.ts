import { isOpenComplaintMoved } from '../../../../people/organisations/identity/body-correction.js';

/**
 * Who deals with a complaint is known by the level and the place of its buyer, and of the authority (Order 94 articles 5 and 6): while one is
 * open neither goes elsewhere, or it would be left with nobody.
 */
isOpenComplaintMoved.contribute(async (tx, body, next) => {
  const isAuthority = body.kind === 'finance_authority';
  const [row] = await tx.query<{ moved: boolean }>(
    `WITH place AS (
       SELECT fiscal_level(b.level, b.region) AS level, fiscal_place(fiscal_level(b.level, b.region), b.region) AS place, b.at
       FROM (VALUES (1, $2::text, $3::text), (2, $4, $5)) b(at, level, region))
     SELECT EXISTS (SELECT FROM complaint x JOIN tender t ON t.id = x.tender_id
       WHERE x.state IN ('received', 'to_correct', 'accepted') AND CASE WHEN $6 THEN is_competent(ARRAY[$1::uuid], t.id)
         ELSE t.buyer_id = $1 OR t.terms -> 'jointBuyers' ? $1::text END)
       AND ($7 OR EXISTS (SELECT FROM place a JOIN place b ON b.at = 2 WHERE a.at = 1 AND (a.level, a.place) IS DISTINCT FROM (b.level, b.place))) AS moved`,
    [
      ...[body.id, body.budget_level, body.region, next.budget_level, next.region, isAuthority],
      next.kind !== body.kind,
    ],
  );
  return row?.moved === true;
});
