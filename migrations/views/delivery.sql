-- A row sums the records of one day of a contract by form and content.
CREATE VIEW service_days AS
SELECT d.contract_id, d.served_on, d.form, d.content_code, d.within_contract, d.records, d.minutes, d.visits FROM service_day d;

-- A row is a record of service that counts: it is no withdrawal, and nothing stands in its place.
CREATE VIEW standing_records AS
SELECT s.id, s.contract_id, s.served_on, s.recorded_at FROM service_record s
WHERE NOT s.withdrawn AND NOT EXISTS (SELECT FROM service_record n WHERE n.corrects = s.id);

-- A row is a recipient whom such a record names, with the service line that the recipient is served on.
CREATE VIEW served_recipients AS
SELECT p.record_id, p.recipient_id, s.contract_id, s.served_on, r.service_line_id
FROM standing_records s JOIN service_record_recipient p ON p.record_id = s.id LEFT JOIN recipient r ON r.id = p.recipient_id;

-- A row is somebody who is or was served, by a number; never a name.
CREATE VIEW recipients AS
SELECT r.id, r.no, r.service_line_id, r.holder_id, r.contract_id, r.community_id, r.since, r.until FROM recipient r;

-- A row is a milestone of a contract.
CREATE VIEW milestones AS
SELECT m.id, m.contract_id, m.name, m.state, m.due_on, m.created_at, m.submitted_at, m.decided_at FROM milestone m;

-- A row is a report on a period of a contract; `no` 0 is the first one, others adjust it.
CREATE VIEW progress_reports AS
SELECT r.id, r.contract_id, r.no, r.state, r.period_from, r.period_to, r.figures_as_of, r.submitted_at, r.decided_at FROM progress_report r;

-- A row is what a visit to a contract's service found, in the state it is in; not the words.
CREATE VIEW visit_findings AS
SELECT f.id, v.contract_id, v.body_id, f.state, f.since, f.answer_by
FROM visit_finding f JOIN visit v ON v.id = f.visit_id;

-- A row says which standards of a contract will be missed at this rate, and since when.
CREATE VIEW contract_outlooks AS
SELECT o.contract_id, o.missed, o.missing_since FROM contract_outlook o;
