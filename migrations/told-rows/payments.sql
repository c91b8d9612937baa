-- Who, which state, how much: what of a row is compared with the audit (src/kernel/audit/tables).
CREATE FUNCTION row_content(r payment) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(
    r.id, r.contract_id, r.no, r.share_no, r.share, r.amount, r.claimed, r.state, r.dropped, r.round, r.approvers,
    r.approvers_least, r.requested_by, r.paid_on, r.paid_by, r.paid_to, r.reference
  )
$$;

CREATE TRIGGER tell_row AFTER INSERT OR UPDATE OR DELETE ON payment
FOR EACH ROW EXECUTE FUNCTION tell_row();
