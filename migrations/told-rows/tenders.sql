-- Who, which state, how much: what of a row is compared with the audit (src/kernel/audit/tables).
CREATE FUNCTION row_content(r tender) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(
    r.id, r.state, r.conducted, r.buyer_id, r.agent_id, r.programme_id, r.method, r.budget, r.published, r.revision,
    r.suspended_from, r.approved_by, extract(epoch FROM r.deadline_at)
  )
$$;

CREATE TRIGGER tell_row AFTER INSERT OR UPDATE OR DELETE ON tender
FOR EACH ROW EXECUTE FUNCTION tell_row();

CREATE FUNCTION row_content(r lot) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(
    r.id, r.tender_id, r.no, r.state, r.ceiling, r.budget, r.pricing, r.bid_count, r.suspended_from, r.ended_from,
    r.suppliers_most, extract(epoch FROM r.deadline_at), extract(epoch FROM r.final_deadline_at)
  )
$$;

CREATE TRIGGER tell_row AFTER INSERT OR UPDATE OR DELETE ON lot
FOR EACH ROW EXECUTE FUNCTION tell_row();
