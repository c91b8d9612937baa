-- The day on which an award was published, where its facts leave it to the notice that they were read in: not a notice that
-- tells of a contract as well, nor one from before the decision. The next projection of a tender says the same.
UPDATE award a SET published_on = notice.day
FROM (
  SELECT DISTINCT ON (w.id) w.id, f.source ->> 'publishedOn' AS day
  FROM award w JOIN tender t ON t.id = w.tender_id JOIN lot l ON l.id = w.lot_id
  JOIN fact f ON f.subject_id = w.tender_id AND f.subject_type = 'tender' AND f.kind = 'award'
    AND (f.lot = l.no OR f.lot IS NULL AND NOT EXISTS (SELECT FROM lot o WHERE o.tender_id = t.id AND o.id <> l.id))
  WHERE t.conducted = 'elsewhere' AND w.published_on IS NULL
    AND f.source ->> 'kind' = 'notice' AND f.source ->> 'publishedOn' IS NOT NULL
    AND NOT EXISTS (SELECT FROM fact n WHERE n.replaces = f.id)
    AND left(f.source ->> 'publishedOn', length(f.data ->> 'decidedOn'))
      < left(f.data ->> 'decidedOn', length(f.source ->> 'publishedOn')) IS NOT TRUE
    AND NOT EXISTS (
      SELECT FROM fact c WHERE c.subject_id = f.subject_id AND c.subject_type = 'tender' AND c.kind = 'contract'
        AND c.source ->> 'kind' = 'notice' AND NOT EXISTS (SELECT FROM fact n WHERE n.replaces = c.id)
        AND (c.source ->> 'url', c.source ->> 'publishedOn', c.source ->> 'reference')
          IS NOT DISTINCT FROM (f.source ->> 'url', f.source ->> 'publishedOn', f.source ->> 'reference'))
  ORDER BY w.id, f.seq
) notice
WHERE a.id = notice.id;
