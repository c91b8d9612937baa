-- A contract has other days, was delivered, is signed or is void.
CREATE OR REPLACE TRIGGER coverage_in_contract_changes AFTER UPDATE ON contract
FOR EACH ROW WHEN (
  (OLD.window_start, OLD.window_end, OLD.terminated_on, OLD.delivered_on, OLD.dataset)
    IS DISTINCT FROM (NEW.window_start, NEW.window_end, NEW.terminated_on, NEW.delivered_on, NEW.dataset)
  OR (OLD.state IN ('draft', 'void')) IS DISTINCT FROM (NEW.state IN ('draft', 'void'))
) EXECUTE FUNCTION coverage_in_contract_changes();
