-- Refuses to change a draw: whoever could repeat it would draw until it suits.
CREATE FUNCTION survey_draw_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'who was drawn stays drawn' USING ERRCODE = 'check_violation';
END
$$;

CREATE TRIGGER survey_frame_is_kept BEFORE UPDATE OR DELETE ON survey_frame
FOR EACH ROW EXECUTE FUNCTION survey_draw_is_kept();

CREATE TRIGGER survey_stratum_is_kept BEFORE UPDATE OR DELETE ON survey_stratum
FOR EACH ROW EXECUTE FUNCTION survey_draw_is_kept();

-- Refuses to change an answer.
CREATE FUNCTION survey_answer_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an answer is given once' USING ERRCODE = 'check_violation';
END
$$;

CREATE TRIGGER survey_answer_is_kept BEFORE UPDATE OR DELETE ON survey_answer
FOR EACH ROW EXECUTE FUNCTION survey_answer_is_kept();

-- Refuses to change a slip that was used.
CREATE FUNCTION survey_slip_is_used_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a code that was used stays used' USING ERRCODE = 'check_violation';
END
$$;

CREATE TRIGGER survey_slip_is_used_once BEFORE UPDATE ON survey_slip
FOR EACH ROW
WHEN (old.used)
EXECUTE FUNCTION survey_slip_is_used_once();
