-- Who, which state, how much: what of a row is compared with the audit (src/kernel/audit/tables).
CREATE FUNCTION row_content(r seat) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(
    r.id, r.user_id, r.organisation_id, r.role, extract(epoch FROM r.outside_since), extract(epoch FROM r.in_force_at)
  )
$$;

CREATE TRIGGER tell_row AFTER INSERT OR UPDATE OR DELETE ON seat
FOR EACH ROW EXECUTE FUNCTION tell_row();
