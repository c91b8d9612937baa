-- Kinds of policies for small enterprises that lots of an issued tender state in its documents (Caiku [2020] 46), each once.
CREATE FUNCTION public_tender_states_policies() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.sme_kinds := ARRAY(SELECT DISTINCT (t.terms || l.terms) #>> '{sme,kind}' FROM tender t JOIN lot l ON l.tender_id = t.id
    WHERE t.id = NEW.id AND t.revision IS NOT NULL AND (t.terms || l.terms) #>> '{sme,kind}' IS NOT NULL ORDER BY 1);
  RETURN NEW;
END
$$;

CREATE TRIGGER public_tender_states_policies BEFORE INSERT OR UPDATE ON public_tender FOR EACH ROW
WHEN (new.conducted = 'here') EXECUTE FUNCTION public_tender_states_policies();

CREATE TRIGGER lot_terms_are_published AFTER UPDATE OF terms ON lot FOR EACH ROW
WHEN (old.terms IS DISTINCT FROM new.terms) EXECUTE FUNCTION tender_confirmation_moves();

CREATE INDEX public_tender_sme_kinds ON public_tender USING gin (sme_kinds);
