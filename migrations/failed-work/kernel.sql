DROP VIEW IF EXISTS failed_work;

-- A row is a queue with work whose attempts ran out and that nobody has put back since, and from when on, as an instant of business time.
CREATE VIEW failed_work AS
SELECT f.queue, min(f.failed_at) + coalesce((SELECT behind FROM business_time), interval '0') AS failed_since
FROM job_failure f
WHERE f.retried_at IS NULL
  AND NOT EXISTS (SELECT FROM job_subject s WHERE s.job = f.job AND s.subject = f.key AND s.failed IS DISTINCT FROM s.wanted)
GROUP BY f.queue;
