DROP VIEW IF EXISTS suspended_works, mended_contracts;

-- A row is a contract whose agency has suspended its work because it was not paid.
CREATE VIEW suspended_works AS
SELECT c.id AS contract_id, h.began_on
FROM contract c JOIN contract_halt h ON h.contract_id = c.id AND h.state = 'in_force'
WHERE c.conducted = 'here' AND c.state = 'halted' AND c.halt_ground = 'non_payment';

-- A row is a contract that runs again because its acceptance found something to be mended, and by which day.
CREATE VIEW mended_contracts AS
SELECT c.id AS contract_id, c.rectify_due_on::date AS due_on
FROM contract c WHERE c.conducted = 'here' AND c.state = 'active' AND c.rectify_due_on IS NOT NULL;
