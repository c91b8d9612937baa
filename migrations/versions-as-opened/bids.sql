-- While the review is secret a bidder is shown the version that the opening gave its bid. A process of a version before, which opens bids
-- beside this one during an upgrade, does not say it.
CREATE FUNCTION bid_is_shown_as_opened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.bidder_version := coalesce(NEW.bidder_version, NEW.version);
  RETURN NEW;
END
$$;

CREATE TRIGGER bid_is_shown_as_opened BEFORE INSERT ON bid FOR EACH ROW
WHEN (new.bidder_version IS NULL) EXECUTE FUNCTION bid_is_shown_as_opened();
