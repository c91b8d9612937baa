/**
 * What everybody was shown of a tender `r` at the instant `at` before public lists had rows of their own: the rule as it
 * stood in the list's statement, for a caller of whom `insider` is true or false.
 */
export const stateAt = (insider: string, at: string): string =>
  `CASE WHEN r.conducted = 'here' AND r.state = 'reviewed' THEN lots_state_at(r.state, r.id, ${at})
     WHEN r.intended IS NOT NULL AND r.state IN ('draft', 'in_review', 'planned') AND NOT (${insider}) THEN 'intent_published'
     ELSE tender_state_at(CASE WHEN r.conducted = 'here' OR ${insider} THEN r.state ELSE r.published_state END, ${deadlineShown(insider)}, ${at}) END`;

/** Who is concerned learns the deadline of all facts, everybody else that of published ones, and of a draft none. */
export const deadlineShown = (insider: string): string =>
  `CASE WHEN ${insider} THEN r.deadline_at WHEN r.intended IS NOT NULL AND r.state IN ('draft', 'in_review', 'planned') THEN NULL
     WHEN r.conducted = 'elsewhere' AND r.published_deadline_at IS NOT NULL THEN nullif(r.published_deadline_at, 'infinity') ELSE r.deadline_at END`;

const isIntended = (insider: string): string => `(r.intended IS NOT NULL AND r.revision IS NULL AND NOT (${insider}))`;
const COLUMNS: readonly (readonly [column: string, intended: string])[] = [
  ['title', `r.intended ->> 'title'`],
  ['method', `r.intended ->> 'method'`],
  ['category', `r.intended ->> 'category'`],
  ['region', `r.intended ->> 'region'`],
  ['region_text', `r.intended ->> 'regionText'`],
  ['budget_level', `r.intended ->> 'budgetLevel'`],
  ['project_no', `r.intended ->> 'projectNo'`],
  ['budget', `trunc((r.intended ->> 'budget')::numeric * 100)::bigint`],
  ['programme_id', `(r.intended ->> 'programme')::uuid`],
  ['window_start', `r.intended -> 'window' ->> 'start'`],
  ['window_end', `r.intended -> 'window' ->> 'end'`],
  ['term_text', `r.intended ->> 'termText'`],
];

export const columnShown = (column: string, insider: string): string => {
  const [, intended] = COLUMNS.find(([name]) => name === column) ?? [column, `r.${column}`];
  return `CASE WHEN ${isIntended(insider)} THEN ${intended} ELSE r.${column} END`;
};
export const servesLine = (line: string, insider: string): string =>
  `CASE WHEN ${isIntended(insider)} THEN (r.intended -> 'serviceLines') @> to_jsonb(${line}::text)
     ELSE r.id IN (SELECT tender_id FROM tender_service_line WHERE service_line_id = ${line}::uuid) END`;

/** SQL: of a draft the version and instant at which its intent was published, where that kept them. */
const editedShown = (column: string, published: string, insider: string): string =>
  `coalesce(CASE WHEN r.state IN ('draft', 'in_review', 'planned', 'intent_published') AND NOT (${insider}) THEN ${published} END, r.${column})`;

/** SQL: what the list says of a tender `r`, as one JSON object; the state is that of the instant `at`. */
export const shownBefore = (insider: string, at: string): string =>
  `jsonb_build_object('id', r.id, 'version', ${editedShown('version', `(r.intended ->> 'version')::integer`, insider)}, 'dataset', r.dataset, 'ocid', r.ocid, 'purchase_id', r.purchase_id,
     'round', r.round, 'conducted', r.conducted, 'buyer_id', r.buyer_id, 'created_at', r.created_at, 'updated_at', ${editedShown('updated_at', `(r.intended ->> 'updatedAt')::timestamptz`, insider)},
     'state', ${stateAt(insider, at)}, 'deadline_at', ${deadlineShown(insider)}, ${COLUMNS.map(([name]) => `'${name}', ${columnShown(name, insider)}`).join(', ')})`;

const SHOWN_NOW = `to_jsonb(p) - 'state_until' - 'state_after' - 'service_lines' - 'sme_kinds' - 'names' - 'joint_buyers' - 'lot_amounts'
  || jsonb_build_object('state', CASE WHEN i.at >= p.state_until THEN p.state_after ELSE p.state END)`;

const linesShown = (insider: string): string =>
  `CASE WHEN ${isIntended(insider)} THEN (SELECT coalesce(array_agg(x::uuid ORDER BY x::uuid), '{}') FROM jsonb_array_elements_text(r.intended -> 'serviceLines') x)
  ELSE ARRAY(SELECT service_line_id FROM tender_service_line WHERE tender_id = r.id ORDER BY 1) END`;
const LINES = linesShown('false');

/** SQL: the names of buyer, lots and service lines of a tender `r`, in one text; of its lots those alone of which `which` is true. */
export const namesShown = (insider: string, which = (_: string): string => 'true'): string =>
  `concat_ws(' ', (SELECT o.name FROM organisation o WHERE o.id = r.buyer_id),
     (SELECT string_agg(o.name, ' ' ORDER BY j.n) FROM jsonb_array_elements_text(CASE jsonb_typeof(r.terms -> 'jointBuyers') WHEN 'array' THEN r.terms -> 'jointBuyers' ELSE '[]' END)
        WITH ORDINALITY AS j(id, n) JOIN organisation o ON o.id = j.id::uuid WHERE o.id IS DISTINCT FROM r.buyer_id AND (${insider} OR r.revision IS NOT NULL)),
     CASE WHEN ${isIntended(insider)} THEN (SELECT string_agg(x ->> 'name', ' ' ORDER BY (x ->> 'no')::int) FROM jsonb_array_elements(r.intended -> 'lots') x WHERE ${which(`x ->> 'name'`)})
       ELSE (SELECT string_agg(l.name, ' ' ORDER BY l.no) FROM lot l WHERE l.tender_id = r.id AND ${which('l.name')}) END,
     (SELECT string_agg(s.name, ' ' ORDER BY s.id) FROM service_line s WHERE s.id = ANY (${linesShown(insider)})))`;
/** SQL: rows of one amount in fen: the budget of a tender `r`, and what each of its lots may cost. */
export const amountsShown = (insider: string): string =>
  `SELECT ${columnShown('budget', insider)} AS fen
   UNION ALL SELECT unnest(ARRAY[l.ceiling, l.budget]) FROM lot l WHERE l.tender_id = r.id AND NOT ${isIntended(insider)}
   UNION ALL SELECT trunc((x ->> 'ceiling')::numeric * 100)::bigint FROM jsonb_array_elements(r.intended -> 'lots') x WHERE ${isIntended(insider)}`;
/** A public row holds the budget apart. */
const AMOUNTS = `(SELECT range_agg(int8range(a.fen, a.fen, '[]')) FROM (${amountsShown('false')}) a
  WHERE a.fen IS NOT NULL AND a.fen IS DISTINCT FROM ${columnShown('budget', 'false')})`;
/** A public row leaves out the names of lots that its title holds. */
const NAMES = namesShown('false', (name) => `position(${name} IN ${columnShown('title', 'false')}) = 0`);

const JOINT = `ARRAY(SELECT j.id::uuid FROM jsonb_array_elements_text(CASE jsonb_typeof(r.terms -> 'jointBuyers') WHEN 'array' THEN r.terms -> 'jointBuyers' ELSE '[]' END)
  WITH ORDINALITY AS j(id, n) WHERE j.id::uuid IS DISTINCT FROM r.buyer_id AND r.revision IS NOT NULL ORDER BY j.n)`;
const POLICIES = `ARRAY(SELECT DISTINCT (r.terms || l.terms) #>> '{sme,kind}' FROM lot l WHERE l.tender_id = r.id AND r.revision IS NOT NULL
  AND (r.terms || l.terms) #>> '{sme,kind}' IS NOT NULL ORDER BY 1)`;

/** Every instant at which the state of a tender `r` may change by itself, just before it and just after. */
const INSTANTS = `(SELECT DISTINCT t.at + d.by AS at FROM (
    SELECT business_now() AS at UNION ALL SELECT r.deadline_at UNION ALL SELECT nullif(r.published_deadline_at, 'infinity') UNION ALL SELECT p.state_until WHERE isfinite(p.state_until)
    UNION ALL SELECT x.deems_at FROM lot_result x JOIN lot l ON l.id = x.lot_id WHERE l.tender_id = r.id
    UNION ALL SELECT x.remedied_at FROM challenge x WHERE x.tender_id = r.id
    UNION ALL SELECT x.remedied_at FROM complaint x WHERE x.tender_id = r.id
  ) t CROSS JOIN (VALUES (interval '-1 microsecond'), ('0'), ('1 microsecond'), ('-10 years'), ('10 years')) d(by) WHERE t.at IS NOT NULL)`;

/** Public rows that say at some instant what the rule does not, and published tenders without a row, and the reverse. */
export const SHOWN_OTHERWISE = `SELECT coalesce(r.id, p.id) AS id, i.at, ${shownBefore('false', 'i.at')} AS rule, ${SHOWN_NOW} AS listed
  FROM (SELECT * FROM tender WHERE published) r FULL JOIN public_tender p ON p.id = r.id CROSS JOIN LATERAL ${INSTANTS} i
  WHERE r.id IS NULL OR p.id IS NULL OR ${shownBefore('false', 'i.at')} IS DISTINCT FROM ${SHOWN_NOW}
    OR ${LINES} IS DISTINCT FROM p.service_lines OR ${POLICIES} IS DISTINCT FROM p.sme_kinds OR ${NAMES} IS DISTINCT FROM p.names OR ${JOINT} IS DISTINCT FROM p.joint_buyers OR ${AMOUNTS} IS DISTINCT FROM p.lot_amounts`;
