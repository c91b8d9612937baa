-- Provinces, prefectures and counties are the first two, four and six digits of a region.

CREATE INDEX public_tender_province ON public_tender (left(region, 2), created_at, id);
CREATE INDEX public_tender_prefecture ON public_tender (left(region, 4), created_at, id);
CREATE INDEX public_tender_county ON public_tender (left(region, 6), created_at, id);
CREATE INDEX public_tender_category_province ON public_tender (category, left(region, 2), created_at, id);
CREATE INDEX public_tender_category_prefecture ON public_tender (category, left(region, 4), created_at, id);

CREATE INDEX contract_province ON contract (left(region, 2), created_at, id);
CREATE INDEX contract_prefecture ON contract (left(region, 4), created_at, id);
CREATE INDEX contract_county ON contract (left(region, 6), created_at, id);
CREATE INDEX contract_category_province ON contract (category, left(region, 2), created_at, id);
CREATE INDEX contract_category_prefecture ON contract (category, left(region, 4), created_at, id);

CREATE INDEX notice_province ON notice (left(region, 2), created_at, id);
CREATE INDEX notice_prefecture ON notice (left(region, 4), created_at, id);
CREATE INDEX notice_county ON notice (left(region, 6), created_at, id);
CREATE INDEX notice_category_province ON notice (category, left(region, 2), created_at, id);
CREATE INDEX notice_category_prefecture ON notice (category, left(region, 4), created_at, id);
