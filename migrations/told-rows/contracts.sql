-- Who, which state, how much: what of a row is compared with the audit (src/kernel/audit/tables).
CREATE FUNCTION row_content(r contract) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(
    r.id, r.tender_id, r.lot_id, r.award_id, r.buyer_id, r.supplier_id, r.programme_id, r.conducted, r.state, r.halted_from,
    r.amount, r.supplements, r.accepted_amount, r.content_hash, r.content_agreed, r.signed_on, r.window_start, r.window_end,
    r.terminated_on
  )
$$;

CREATE TRIGGER tell_row AFTER INSERT OR UPDATE OR DELETE ON contract
FOR EACH ROW EXECUTE FUNCTION tell_row();
