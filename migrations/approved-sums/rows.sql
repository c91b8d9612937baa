-- What an approval of a method covers is compared with the audit as well; one that was asked for before it was kept is told as it was.
CREATE OR REPLACE FUNCTION row_content(r method_approval) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(
    r.id, r.tender_id, r.method, r.state, r.requested_by, r.decided_by
  ) || CASE WHEN r.amount IS NULL THEN '[]' ELSE jsonb_build_array(r.amount) END
$$;
