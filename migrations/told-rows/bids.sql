-- Who, which state, how much: what of a row is compared with the audit (src/kernel/audit/tables).
CREATE FUNCTION row_content(r bid) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(
    r.id, r.tender_id, r.lot_id, r.bidder_id, r.state, r.status, r.price, r.first_price, r.rank, r.score, r.technical_score,
    r.price_score, r.sha256
  )
$$;

CREATE TRIGGER tell_row AFTER INSERT OR UPDATE OR DELETE ON bid
FOR EACH ROW EXECUTE FUNCTION tell_row();
