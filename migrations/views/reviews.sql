-- A row is a member of the panel that reported on a lot.
CREATE VIEW reviewers AS
SELECT v.lot_id, m.user_id, v.reported_at
FROM review v JOIN review_member m ON m.review_id = v.id AND m.ended_at IS NULL WHERE v.state = 'reported';
