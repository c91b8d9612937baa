-- Refuses to change figures of a sheet that was sent.
CREATE TRIGGER evaluation_figure_is_kept BEFORE UPDATE OR DELETE ON evaluation_figure
FOR EACH ROW EXECUTE FUNCTION evaluation_score_is_kept();
