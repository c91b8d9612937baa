-- Refuses that rows are deleted which do not stand, as they were, among those that were moved. Its argument names the
-- columns by which a row is known.
CREATE FUNCTION refuse_loss() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  lost boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT g.* FROM gone g EXCEPT SELECT m.* FROM gone g JOIN %I m USING (%s))', TG_TABLE_NAME || '_moved', TG_ARGV[0])
    INTO lost;
  IF lost THEN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END
$$;

-- Entries of the audit that are old. Who reads audit_entry reads them too, unless it says ONLY.
CREATE TABLE audit_entry_moved (
  PRIMARY KEY (id),
  UNIQUE (aggregate_type, aggregate_id, seq)
) INHERITS (audit_entry);
CREATE INDEX audit_entry_moved_actor ON audit_entry_moved (actor_id, id) WHERE actor_id IS NOT NULL;
CREATE INDEX audit_entry_moved_at ON audit_entry_moved USING brin (at);

CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON audit_entry_moved
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON audit_entry_moved
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

DROP TRIGGER append_only_rows ON audit_entry;
CREATE TRIGGER append_only_rows BEFORE UPDATE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_deletes AFTER DELETE ON audit_entry
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_loss('id');

-- The number of an entry is given once, also where entries of its chain were moved.
CREATE FUNCTION audit_entry_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM added a CROSS JOIN LATERAL (
      SELECT FROM audit_entry_moved m
      WHERE m.aggregate_type = a.aggregate_type AND m.aggregate_id = a.aggregate_id AND m.seq >= a.seq LIMIT 1
    ) taken
  ) THEN
    RAISE EXCEPTION 'an entry of this number was moved' USING ERRCODE = 'unique_violation';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER audit_entry_goes_on AFTER INSERT ON audit_entry
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_goes_on();

-- Heads of chains, of anchors that cover moved entries.
CREATE TABLE audit_anchor_leaf_moved (
  PRIMARY KEY (aggregate_type, aggregate_id, seq),
  FOREIGN KEY (anchor) REFERENCES audit_anchor
) INHERITS (audit_anchor_leaf);
CREATE INDEX audit_anchor_leaf_moved_anchor ON audit_anchor_leaf_moved (anchor);

CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON audit_anchor_leaf_moved
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON audit_anchor_leaf_moved
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

DROP TRIGGER append_only_rows ON audit_anchor_leaf;
CREATE TRIGGER append_only_rows BEFORE UPDATE ON audit_anchor_leaf
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_deletes AFTER DELETE ON audit_anchor_leaf
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_loss('aggregate_type, aggregate_id, seq');

-- A position of the feed is given once, and behind all that were moved.
CREATE FUNCTION outbox_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM placed p WHERE p.position <= (SELECT max(m.position) FROM outbox_moved m)) THEN
    RAISE EXCEPTION 'an event of this position was moved' USING ERRCODE = 'unique_violation';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER outbox_goes_on AFTER UPDATE ON outbox
REFERENCING NEW TABLE AS placed FOR EACH STATEMENT EXECUTE FUNCTION outbox_goes_on();
-- The same where an event comes with a position: the relay gives them afterwards, so that no event of the product does.
CREATE FUNCTION outbox_begins_behind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.position <= (SELECT max(m.position) FROM outbox_moved m) THEN
    RAISE EXCEPTION 'an event of this position was moved' USING ERRCODE = 'unique_violation';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER outbox_begins_behind AFTER INSERT ON outbox
FOR EACH ROW WHEN (NEW.position IS NOT NULL) EXECUTE FUNCTION outbox_begins_behind();

CREATE TRIGGER append_only_deletes AFTER DELETE ON outbox
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_loss('id');

CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON outbox_moved
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON outbox_moved
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
