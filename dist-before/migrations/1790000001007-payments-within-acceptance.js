/** What is asked for and paid is never more than what was accepted, once an acceptance has said it. */
export class PaymentsWithinAcceptance1790000001007 {
    name = 'PaymentsWithinAcceptance1790000001007';
    async up(runner) {
        await runner.query(within(`coalesce(c.accepted_amount, c.amount + c.supplements)`));
        // A transfer that did not arrive asks for nothing more, whatever was accepted meanwhile.
        await runner.query(`DROP TRIGGER payment_within_contract ON payment`);
        await runner.query(watched(`'due', 'approved', 'paid'`));
    }
    async down(runner) {
        await runner.query(within(`c.amount + c.supplements`));
        await runner.query(`DROP TRIGGER payment_within_contract ON payment`);
        await runner.query(watched(`'due', 'approved', 'failed', 'paid'`));
    }
}
const within = (whole) => `
  CREATE OR REPLACE FUNCTION payment_within_contract() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE whole bigint; asked bigint;
  BEGIN
    SELECT ${whole} INTO whole FROM contract c WHERE c.id = NEW.contract_id FOR NO KEY UPDATE;
    SELECT sum(p.claimed) INTO asked FROM payment p
      WHERE p.contract_id = NEW.contract_id AND p.state IN ('due', 'approved', 'failed', 'paid');
    IF asked > coalesce(whole, 0) THEN
      RAISE EXCEPTION 'payments of % exceed the contract of %', asked, whole USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
  END $$`;
const watched = (states) => `
  CREATE CONSTRAINT TRIGGER payment_within_contract AFTER INSERT OR UPDATE OF state, claimed, contract_id ON payment
  FOR EACH ROW WHEN (NEW.state IN (${states})) EXECUTE FUNCTION payment_within_contract()`;
//# sourceMappingURL=1790000001007-payments-within-acceptance.js.map