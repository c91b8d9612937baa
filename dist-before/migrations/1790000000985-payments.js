/** What a contract is paid by: its instalments, the agency's invoices, who approved, and to which account. */
export class Payments1790000000985 {
    name = 'Payments1790000000985';
    async up(runner) {
        await runner.query(`
      CREATE TABLE payment (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        version integer NOT NULL DEFAULT 1,
        dataset text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        contract_id uuid NOT NULL REFERENCES contract,
        no integer NOT NULL CHECK (no >= 1),
        -- Which instalment of the content it is, or which supplement it pays.
        share_no integer,
        amendment_id uuid REFERENCES contract_amendment,
        trigger text NOT NULL CHECK (trigger IN ('signing', 'milestone', 'report', 'acceptance')),
        trigger_of integer,
        -- Basis points of the contract's amount; a supplement is none of them.
        share integer,
        amount bigint NOT NULL CHECK (amount >= 0),
        -- An amendment in force has taken it out of the schedule.
        dropped boolean NOT NULL DEFAULT false,
        state text NOT NULL DEFAULT 'scheduled' CHECK (state IN ('scheduled', 'due', 'approved', 'paid', 'failed', 'reversed', 'cancelled')),
        -- What is paid: the amount of the invoice that was accepted.
        claimed bigint CHECK (claimed > 0 AND claimed <= amount),
        -- How often it was asked for; approvals belong to one of these times.
        round integer NOT NULL DEFAULT 0,
        approvers integer CHECK (approvers >= 1),
        requested_by uuid,
        requested_at timestamptz,
        paid_on date,
        paid_by uuid,
        -- The last digits alone.
        paid_to text,
        reference text,
        fact_id uuid REFERENCES fact,
        UNIQUE (contract_id, no),
        UNIQUE (contract_id, share_no),
        UNIQUE (amendment_id),
        CONSTRAINT payment_of_one CHECK (num_nonnulls(share_no, amendment_id) = 1 AND (share_no IS NULL) = (share IS NULL)),
        CONSTRAINT payment_asked_for CHECK (CASE state WHEN 'scheduled' THEN claimed IS NULL WHEN 'cancelled' THEN true
          ELSE claimed IS NOT NULL AND requested_by IS NOT NULL AND approvers IS NOT NULL AND NOT dropped END),
        CONSTRAINT payment_paid CHECK (state <> 'paid' OR (paid_on IS NOT NULL AND paid_by IS NOT NULL AND paid_to IS NOT NULL))
      )`);
        await runner.query(`CREATE INDEX payment_open ON payment (contract_id) WHERE state <> 'paid'`);
        await runner.query(`
      CREATE TABLE payment_approval (
        payment_id uuid NOT NULL REFERENCES payment,
        round integer NOT NULL,
        user_id uuid NOT NULL REFERENCES app_user,
        approved_at timestamptz NOT NULL,
        PRIMARY KEY (payment_id, round, user_id)
      )`);
        await runner.query(`
      CREATE TABLE invoice (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        version integer NOT NULL DEFAULT 1,
        dataset text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        contract_id uuid NOT NULL REFERENCES contract,
        payment_id uuid NOT NULL REFERENCES payment,
        supplier_id uuid NOT NULL REFERENCES organisation,
        number text NOT NULL,
        amount bigint NOT NULL CHECK (amount > 0),
        issued_on date NOT NULL,
        state text NOT NULL DEFAULT 'submitted' CHECK (state IN ('submitted', 'accepted', 'returned', 'voided', 'withdrawn')),
        -- Business time: the clocks of payment begin on this day.
        received_at timestamptz NOT NULL,
        submitted_by uuid NOT NULL,
        decided_at timestamptz,
        reason text
      )`);
        await runner.query(`CREATE UNIQUE INDEX invoice_number ON invoice (supplier_id, number) WHERE state IN ('submitted', 'accepted')`);
        await runner.query(`CREATE UNIQUE INDEX invoice_of_payment ON invoice (payment_id) WHERE state IN ('submitted', 'accepted')`);
        await runner.query(`CREATE INDEX invoice_contract ON invoice (contract_id, created_at, id)`);
        await runner.query(`
      CREATE TABLE payee_account (
        organisation_id uuid PRIMARY KEY REFERENCES organisation,
        -- Key id and HMAC, and the last digits for people: the number itself is kept nowhere.
        pseudonym text NOT NULL,
        masked text NOT NULL,
        holder text NOT NULL,
        bank text NOT NULL,
        stated_at timestamptz NOT NULL,
        stated_by uuid NOT NULL
      )`);
        await runner.query(`
      CREATE TABLE approval_level (
        organisation_id uuid NOT NULL REFERENCES organisation,
        -- From here on one person more.
        above bigint NOT NULL CHECK (above >= 0),
        PRIMARY KEY (organisation_id, above)
      )`);
        // Domain, invariants: what is asked for and paid under a contract is never more than the contract and its supplements.
        await runner.query(`
      CREATE FUNCTION payment_within_contract() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE whole bigint; asked bigint;
      BEGIN
        SELECT c.amount + c.supplements INTO whole FROM contract c WHERE c.id = NEW.contract_id FOR NO KEY UPDATE;
        SELECT sum(p.claimed) INTO asked FROM payment p
          WHERE p.contract_id = NEW.contract_id AND p.state IN ('due', 'approved', 'failed', 'paid');
        IF asked > coalesce(whole, 0) THEN
          RAISE EXCEPTION 'payments of % exceed the contract of %', asked, whole USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
      END $$`);
        await runner.query(`
      CREATE CONSTRAINT TRIGGER payment_within_contract AFTER INSERT OR UPDATE OF state, claimed, contract_id ON payment
      FOR EACH ROW WHEN (NEW.state IN ('due', 'approved', 'failed', 'paid')) EXECUTE FUNCTION payment_within_contract()`);
        // What was asked for is what was agreed on then; an amendment changes what is only scheduled.
        await runner.query(`
      CREATE FUNCTION payment_keeps_its_terms() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'an instalment that was asked for keeps its terms' USING ERRCODE = 'check_violation';
      END $$`);
        await runner.query(`
      CREATE TRIGGER payment_keeps_its_terms BEFORE UPDATE ON payment FOR EACH ROW
      WHEN (OLD.state <> 'scheduled' AND NEW.state <> 'scheduled'
        AND (OLD.contract_id, OLD.amount, OLD.trigger, OLD.trigger_of, OLD.share, OLD.claimed)
          IS DISTINCT FROM (NEW.contract_id, NEW.amount, NEW.trigger, NEW.trigger_of, NEW.share, NEW.claimed))
      EXECUTE FUNCTION payment_keeps_its_terms()`);
    }
    async down(runner) {
        await runner.query(`DROP TABLE approval_level, payee_account, invoice, payment_approval, payment`);
        await runner.query(`DROP FUNCTION payment_within_contract()`);
        await runner.query(`DROP FUNCTION payment_keeps_its_terms()`);
    }
}
//# sourceMappingURL=1790000000985-payments.js.map