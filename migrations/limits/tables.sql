-- Two amounts of a place and day: from which a purchase is one of the law (`procurement`), and from which it must be tendered
-- openly (`open_tender`). Without a row an amount is unknown; it does not mean that there is none.
ALTER TABLE open_tender_threshold
  ADD COLUMN kind text NOT NULL DEFAULT 'open_tender' CHECK (kind IN ('open_tender', 'procurement')),
  DROP CONSTRAINT open_tender_threshold_region_level_object_daterange_excl;
ALTER TABLE open_tender_threshold
  ADD CONSTRAINT open_tender_threshold_kind_region_level_object_daterange_excl EXCLUDE USING gist
    (kind WITH =, region WITH =, level WITH =, object WITH =, daterange(effective_from, effective_to, '[]') WITH &&);

-- Only what was found quoted; every other place is stated by an administrator.
INSERT INTO open_tender_threshold (kind, region, level, object, amount, effective_from, source, confidence) VALUES
  ('procurement', 'CN', 'central', 'services', 100000000, '2020-01-01',
   '中央预算单位政府集中采购目录及标准(2020年版)(国办发〔2019〕55号) 三', 'B'),
  ('procurement', '530000', 'provincial', 'services', 60000000, '2024-02-01',
   '云南省政府集中采购目录及标准(2024年版)', 'B'),
  ('procurement', '530000', 'below_provincial', 'services', 60000000, '2024-02-01',
   '云南省政府集中采购目录及标准(2024年版)', 'B'),
  ('open_tender', '530000', 'provincial', 'services', 400000000, '2024-02-01',
   '云南省政府集中采购目录及标准(2024年版)', 'B'),
  ('open_tender', '530000', 'below_provincial', 'services', 200000000, '2024-02-01',
   '云南省政府集中采购目录及标准(2024年版)', 'B')
ON CONFLICT DO NOTHING;
