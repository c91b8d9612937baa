-- Refuses to change a correction: locked points are corrected by another row.
CREATE FUNCTION review_correction_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a correction is kept as it was made' USING ERRCODE = 'check_violation';
END
$$;

CREATE TRIGGER review_correction_is_kept BEFORE UPDATE ON review_correction
FOR EACH ROW EXECUTE FUNCTION review_correction_is_kept();

-- Refuses to change a comment: Order 87 article 64 allows points to be corrected, not words. Before the lock a sheet
-- is written anew as a whole.
CREATE FUNCTION review_comment_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a comment on a score is kept as it was made' USING ERRCODE = 'check_violation';
END
$$;

CREATE TRIGGER review_comment_is_kept BEFORE UPDATE ON review_score
FOR EACH ROW
WHEN (old.comment IS DISTINCT FROM new.comment)
EXECUTE FUNCTION review_comment_is_kept();
