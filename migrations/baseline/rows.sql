-- Rows that every database begins with, beside the working calendar.
INSERT INTO outbox_relay DEFAULT VALUES;

INSERT INTO open_tender_threshold (region, level, object, amount, effective_from, source, confidence) VALUES
  ('CN', 'central', 'services', 200000000, '2020-01-01',
   '中央预算单位政府集中采购目录及标准(2020年版)(国办发〔2019〕55号) 四', 'B');
