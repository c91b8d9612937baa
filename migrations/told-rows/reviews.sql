-- Who, which state, how much: what of a row is compared with the audit (src/kernel/audit/tables).
CREATE FUNCTION row_content(r review_score) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(
    r.member_id || ':' || r.bid_id || ':' || r.criterion, r.points
  )
$$;

CREATE TRIGGER tell_row AFTER INSERT OR UPDATE OR DELETE ON review_score
FOR EACH ROW EXECUTE FUNCTION tell_row();
