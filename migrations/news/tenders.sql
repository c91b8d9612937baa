DROP VIEW IF EXISTS asking_bodies, published_answers, document_corrections;

-- A row is a body that asked for the documents of a purchase, or asked about them, and since when. Secret until the opening: it is
-- read for that body alone.
CREATE VIEW asking_bodies AS
SELECT d.organisation_id, d.tender_id, d.requested_at AS since FROM document_request d
UNION ALL
SELECT c.organisation_id, c.tender_id, c.asked_at FROM clarification c;

-- A row is a question about the documents of a purchase that was answered to everybody; not who asked it, nor what.
CREATE VIEW published_answers AS
SELECT c.id, c.tender_id, c.answered_at FROM clarification c WHERE c.answer IS NOT NULL;

-- A row is a correction of issued documents, with the deadline as it stands since.
CREATE VIEW document_corrections AS
SELECT r.tender_id, r.revision, r.published_at, r.deadline_at FROM tender_revision r WHERE r.revision > 1;
