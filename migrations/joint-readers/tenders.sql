-- Whoever reads is asked which purchases its bodies make together with another buyer; few are made so.
CREATE INDEX tender_joint_buyers ON tender USING gin ((terms -> 'jointBuyers')) WHERE terms -> 'jointBuyers' IS NOT NULL;
