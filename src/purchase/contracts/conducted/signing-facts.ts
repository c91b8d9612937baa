import type { Fact } from '../../../kernel/actions/action.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { Problem } from '../../../kernel/errors/problem.js';
import {
  DISPUTES,
  findOpenChallenges,
  findOwedRemedies,
  isSuspended,
  type Disputes,
} from '../../awards/remedies/open-remedies.js';
import { determinedForRenewal, loadStoredRenewal } from '../amendments/determined-renewal.js';
import type { Determined } from '../content/content.rules.js';
import { awardTermsSql, loadAwardTerms, toAwardTerms, type AwardTermsRow } from '../content/determined.js';
import type { ServiceStart } from '../content/term-guard.js';
import { wasRescindedSql } from '../ending/rescinded.queries.js';
import { loadStandingSignatures, type LockedContract } from './conducted-contract.js';

type ContractFact<T> = Fact<LockedContract, T>;
interface Signature {
  side: string;
  user_id: string;
}

interface SigningCase extends Disputes, AwardTermsRow {
  award_stands: boolean;
  standstill_end: PlainDate | null;
  signatures: Signature[];
  supplier_kind: string | null;
  started: PlainDate | null;
  first_day: PlainDate | null;
  starts_on: PlainDate | null;
  ends_on: PlainDate | null;
}

/** Whatever the signing of a contract rests on, by one statement: its guards ask for all of it. */
const loadSigningCase: ContractFact<SigningCase> = async ({ tx, root }) => {
  const [row] = await tx.query<SigningCase>(
    // A renewal rests on the contract that its award led to, as long as that one stands.
    `SELECT CASE WHEN c.renewal_of IS NULL THEN EXISTS (SELECT FROM award a WHERE a.id = c.award_id AND a.state = 'active')
         ELSE EXISTS (SELECT FROM contract o WHERE o.id = c.renewal_of AND o.state NOT IN ('void', 'halted', 'terminated')
           AND NOT ${wasRescindedSql('o')})
       END AS award_stands,
       (SELECT (a.published_on::date + (t.terms ->> 'standstillDays')::int)::text FROM award a JOIN tender t ON t.id = a.tender_id
        WHERE a.id = c.award_id AND t.conducted = 'here' AND (t.terms ->> 'standstillDays')::int > 0
          AND length(a.published_on) = 10) AS standstill_end,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('side', s.side, 'user_id', s.user_id)), '[]') FROM contract_signature s
        WHERE s.contract_id = c.id AND s.amendment_id IS NULL AND s.withdrawn_at IS NULL) AS signatures,
       (SELECT b.kind FROM organisation b WHERE b.id = c.supplier_id) AS supplier_kind,
       c.started_on::text AS started, w.first_day::text, w.starts_on::text, w.ends_on::text, d.*, ${DISPUTES}
     FROM contract c LEFT JOIN contract_renewal w ON w.contract_id = c.id
     CROSS JOIN LATERAL (${awardTermsSql('c.tender_id', 'c.lot_id', 'c.award_id')}) d
     WHERE c.id = $1`,
    [root.id],
  );
  if (!row) throw new Problem('not_found');
  return row;
};

/** A fact that `sign` reads together with the others it rests on, and any other action by itself. */
const readForSigning =
  <T>(pick: (signing: SigningCase) => T, otherwise: ContractFact<T>): ContractFact<T> =>
  async (situation) =>
    situation.action === 'sign' ? pick(await situation.load(loadSigningCase)) : otherwise(situation);

export const isAwardStanding: ContractFact<boolean> = async ({ load }) => (await load(loadSigningCase)).award_stands;

export const findStandstillEnd: ContractFact<PlainDate | null> = async ({ load }) =>
  (await load(loadSigningCase)).standstill_end;

/** Signatures under the content, or under the amendment that the request names. */
export const loadSignatures = readForSigning<Signature[]>(
  ({ signatures }) => signatures,
  ({ tx, root, given }) => loadStandingSignatures(tx, root.id, (given as { amendment?: string }).amendment ?? null),
);

export const loadSupplierKind = readForSigning<string | null>(
  ({ supplier_kind: kind }) => kind,
  async ({ tx, root }) => {
    const [row] = await tx.query<{ kind: string | null }>(`SELECT kind FROM organisation WHERE id = $1`, [
      root.supplier_id,
    ]);
    return row?.kind ?? null;
  },
);

export const loadServiceStart = readForSigning<ServiceStart>(
  ({ started, first_day: first }) => ({ started, first }),
  async ({ tx, root }) => {
    const [row] = await tx.query<ServiceStart>(
      `SELECT c.started_on::text AS started, w.first_day::text AS first
       FROM contract c LEFT JOIN contract_renewal w ON w.contract_id = c.id WHERE c.id = $1`,
      [root.id],
    );
    return row ?? { started: null, first: null };
  },
);

/** What documents, offer and, of a renewal, the plan have determined of the content. */
export const loadDeterminedTerms: ContractFact<Determined> = async ({ tx, root, action, load }) => {
  const signing = action === 'sign' ? await load(loadSigningCase) : null;
  const renewal = signing ?? (await loadStoredRenewal(tx, root.id));
  if (renewal?.starts_on && renewal.ends_on)
    return determinedForRenewal(tx, root, { start: renewal.starts_on, end: renewal.ends_on });
  return signing ? toAwardTerms(signing) : loadAwardTerms(tx, root);
};

export const loadOpenChallenges = readForSigning(({ challenges }) => challenges, findOpenChallenges);
export const loadOwedRemedies = readForSigning(({ owed }) => owed, findOwedRemedies);
export const isPurchaseSuspended = readForSigning(({ suspended }) => suspended, isSuspended);
