-- Who, which state, how much: what of a row is compared with the audit (src/kernel/audit/tables).
CREATE FUNCTION row_content(r award) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(
    r.id, r.tender_id, r.lot_id, r.supplier_id, r.bid_id, r.state, r.amount, r.several, r.share, r.unit_price, r.unit,
    r.decided_on, r.rank, r.deemed, r.remedied
  )
$$;

CREATE TRIGGER tell_row AFTER INSERT OR UPDATE OR DELETE ON award
FOR EACH ROW EXECUTE FUNCTION tell_row();
