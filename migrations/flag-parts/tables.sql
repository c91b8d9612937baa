-- What is found of a cause after a body was asked about it, or a person decided it, is a part of its own.
ALTER TABLE flag
  DROP CONSTRAINT flag_indicator_root_type_root_id_key,
  ADD COLUMN part integer NOT NULL DEFAULT 1,
  ADD UNIQUE (indicator, root_type, root_id, part);

-- `finding` is what the rule found of the subject beside its words. `held` are the words as bodies were asked about it, or as a
-- person decided it, and `held_finding` what was found then, with the facts. Of flags from before, it is what the rule says now.
ALTER TABLE flag_subject ADD COLUMN finding jsonb, ADD COLUMN held jsonb, ADD COLUMN held_finding jsonb;

UPDATE flag_subject s SET finding = coalesce((
  SELECT jsonb_build_object('version', a.version, 'value', a.value, 'threshold', a.threshold, 'unit', a.unit, 'pValue', a.p_value,
    'evidence', a.evidence, 'assessedAt', a.assessed_at)
  FROM assessment a WHERE a.id = s.assessment_id), jsonb_build_object('version', 1, 'value', NULL, 'threshold', NULL, 'unit', NULL,
    'pValue', NULL, 'evidence', '[]'::jsonb, 'assessedAt', s.since));

ALTER TABLE flag_subject ALTER COLUMN finding SET NOT NULL;

UPDATE flag_subject s SET held_finding = s.finding || jsonb_build_object('inputs', s.inputs),
  held = jsonb_build_object('severity', s.severity, 'explanation', s.explanation, 'basis', s.basis, 'inputsHash', s.inputs_hash)
FROM flag f WHERE f.id = s.flag_id AND (f.state NOT IN ('open', 'in_review', 'cleared', 'remedied')
  OR EXISTS (SELECT FROM flag_ask k WHERE k.flag_id = f.id));
