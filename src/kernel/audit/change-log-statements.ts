/**
 * Appends rows to their chains and to the outbox, in one statement. `$1` is a JSON array, at most one row per aggregate; `$2` and `$3` are
 * what is longest of each, in lists of their own: as columns of the first PostgreSQL would read them twice.
 * A row whose `prev` is not the seal of its chain's last row writes nothing; the answer names the true head. Whatever is
 * audited is announced, so the answer is read from there: a join of the two, of which nothing is known before, would
 * compare each with each.
 */
export const APPEND = `
  WITH given AS MATERIALIZED (
    SELECT * FROM ROWS FROM (
      json_to_recordset($1::json) AS (
        n int, aggregate_type text, aggregate_id text, seq int, at timestamptz, action text,
        actor_kind text, actor_id text, tenants uuid[], region text, dataset text, public boolean,
        key text, prev text, seal text, request text, trace text),
      json_array_elements_text($2::json), jsonb_array_elements($3::jsonb)
    ) AS g(n, aggregate_type, aggregate_id, seq, at, action, actor_kind, actor_id, tenants, region, dataset, public,
           key, prev, seal, request, trace, canonical, payload)
  ), head AS MATERIALIZED (
    SELECT g.n, h.seq, h.seal
    FROM given g CROSS JOIN LATERAL (
      SELECT e.seq, e.seal FROM audit_entry e
      WHERE e.aggregate_type = g.aggregate_type AND e.aggregate_id = g.aggregate_id
      ORDER BY e.seq DESC LIMIT 1
    ) h
  ), audited AS (
    INSERT INTO audit_entry (aggregate_type, aggregate_id, seq, at, action, actor_kind, actor_id, tenants, region,
                             dataset, public, key_id, canonical, prev, seal, request_id)
    SELECT g.aggregate_type, g.aggregate_id, g.seq, g.at, g.action, g.actor_kind, g.actor_id, g.tenants, g.region,
           g.dataset, g.public, g.key, convert_to(g.canonical, 'UTF8'), decode(g.prev, 'hex'), decode(g.seal, 'hex'),
           g.request
    FROM given g LEFT JOIN head h ON h.n = g.n
    WHERE g.seq = coalesce(h.seq, 0) + 1 AND (h.seal IS NULL OR h.seal = decode(g.prev, 'hex'))
    ORDER BY g.n
    ON CONFLICT (aggregate_type, aggregate_id, seq) DO NOTHING
    RETURNING id, aggregate_type, aggregate_id
  ), announced AS (
    INSERT INTO outbox (aggregate_type, aggregate_id, action, at, payload, tenants, region, dataset, public, audit_id,
                        request_id, trace)
    SELECT g.aggregate_type, g.aggregate_id, g.action, g.at, g.payload, g.tenants, g.region, g.dataset, g.public, a.id,
           g.request, g.trace
    FROM given g JOIN audited a ON a.aggregate_type = g.aggregate_type AND a.aggregate_id = g.aggregate_id
    ORDER BY g.n
    RETURNING id, audit_id, aggregate_type, aggregate_id
  )
  SELECT g.n, o.audit_id AS audit, o.id AS event, h.seq AS head_seq, encode(h.seal, 'hex') AS head_seal
  FROM given g
  LEFT JOIN head h ON h.n = g.n
  LEFT JOIN announced o ON o.aggregate_type = g.aggregate_type AND o.aggregate_id = g.aggregate_id`;
