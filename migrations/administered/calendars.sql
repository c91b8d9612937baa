DROP VIEW IF EXISTS announced_years;

-- A row is a year whose working days are known.
CREATE VIEW announced_years AS
SELECT y.year FROM working_calendar_year y;
