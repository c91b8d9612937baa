-- Each filter of a list that grows without end has an index in the order of the list, so that a page reads a page.
DROP INDEX public_tender_region, public_tender_state;
CREATE INDEX public_tender_state ON public_tender (state, state_until, id);
CREATE INDEX public_tender_updated ON public_tender (updated_at, id);

DROP INDEX contract_buyer, contract_supplier;
CREATE INDEX contract_buyer ON contract (buyer_id, created_at, id);
CREATE INDEX contract_supplier ON contract (supplier_id, created_at, id);
CREATE INDEX contract_dataset ON contract (dataset, created_at, id);
CREATE INDEX contract_category ON contract (category, created_at, id);
CREATE INDEX contract_state ON contract (state, created_at, id);
CREATE INDEX contract_updated ON contract (updated_at, id);

CREATE INDEX notice_dataset ON notice (dataset, created_at, id);
CREATE INDEX notice_kind ON notice (kind, created_at, id);
CREATE INDEX notice_category ON notice (category, created_at, id);
CREATE INDEX notice_method ON notice (method, created_at, id);
CREATE INDEX notice_deadline ON notice (deadline_at, id);
CREATE INDEX notice_updated ON notice (updated_at, id);
