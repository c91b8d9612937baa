-- Who, which state, how much: what of a row is compared with the audit (src/kernel/audit/tables). Halves of steps of two persons.
CREATE FUNCTION row_content(r payment_approval) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(
    r.payment_id || ':' || r.round || ':' || r.user_id, extract(epoch FROM r.approved_at)
  )
$$;

CREATE TRIGGER tell_row AFTER INSERT OR UPDATE OR DELETE ON payment_approval
FOR EACH ROW EXECUTE FUNCTION tell_row();

CREATE FUNCTION row_content(r method_approval) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(
    r.id, r.tender_id, r.method, r.state, r.requested_by, r.decided_by
  )
$$;

CREATE TRIGGER tell_row AFTER INSERT OR UPDATE OR DELETE ON method_approval
FOR EACH ROW EXECUTE FUNCTION tell_row();

CREATE FUNCTION row_content(r lot_result) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(
    r.lot_id, r.review_id, r.delivered_by, r.objected_by, r.proposed_by, r.ties
  )
$$;

CREATE TRIGGER tell_row AFTER INSERT OR UPDATE OR DELETE ON lot_result
FOR EACH ROW EXECUTE FUNCTION tell_row();

CREATE FUNCTION row_content(r opening) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(
    r.id, r.tender_id, r.state, r.requested_by, r.ordered_by
  )
$$;

CREATE TRIGGER tell_row AFTER INSERT OR UPDATE OR DELETE ON opening
FOR EACH ROW EXECUTE FUNCTION tell_row();
