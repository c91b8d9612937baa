import { listPermittedBodies } from '../../../../kernel/access/held.js';
import type { Principal } from '../../../../kernel/access/principal.js';
import { guard, type ActionGuard, type Fact, type Root } from '../../../../kernel/actions/action.js';
import { regionPrefix } from '../../../../kernel/identity/regions.js';
import type { ProblemDetails } from '../../../../kernel/errors/problem.js';
import { findRuleInForce, getRule } from '../../../../law/rules/rule-book.js';
import type { FiscalLevel } from '../../../../people/organisations/organisation-codes.js';
import { toRuleRefusal } from '../../../tenders/conducted/issue.rules.js';

/** Where complaints about a purchase belong: a budget level, its place by region code, and the authorities known here. */
interface CompetentAuthority {
  level: FiscalLevel;
  region: string;
  organisations: string[];
}

/** The purchase that something under a lock is about. */
interface About {
  tender: string;
  region: string | null;
}

/** Regulation article 9 is about who buys; of the authority nobody decides on what concerns themselves, by a law of its own. */
export const refuseRecusedAuthority = (): ProblemDetails => toRuleRefusal(getRule('CIVIL-SERVANT-RECUSE'), []);

/** The bodies for which the caller decides on complaints, by seats that see a region. */
const listRegionalBodies = ({ seats }: Pick<Principal, 'seats'>, within: string | null): string[] =>
  seats.flatMap(({ organisation, region, permissions }) =>
    region !== null && permissions.has('remedy.decide') && (within ?? '').startsWith(regionPrefix(region))
      ? [organisation]
      : [],
  );

/**
 * Guard `authority_not_competent` (Order 94 articles 5 and 6): complaints are for the finance authority of the buyer's budget
 * level, wherever the purchase says that it is. Who watches over a region sees all that are filed there, and deals with those of its own level. Where a level is
 * not known nobody can say that another is competent, and nobody is refused.
 */
export function guardCompetence<R extends Root>(
  findPurchase: (root: R) => About,
  isExcepted: (action: string, given: { ground?: string }) => boolean = () => false,
): ActionGuard<R> {
  const findOtherAuthorities: Fact<R, CompetentAuthority[] | null> = async ({ tx, root, principal }) => {
    const { tender, region } = findPurchase(root);
    const regional = listRegionalBodies(principal, region);
    const [asked] = await tx.query<{ competent: boolean | null }>(
      `SELECT is_competent($1::uuid[], $3::uuid) IS TRUE OR is_competent($2::uuid[], $3::uuid) AS competent`,
      [listPermittedBodies(principal, 'remedy.decide'), regional, tender],
    );
    if (asked?.competent !== false) return null;
    return tx.query<CompetentAuthority>(
      `SELECT c.level, rpad(c.place, 6, '0') AS region, ARRAY(SELECT o.id FROM organisation o
         WHERE o.kind = 'finance_authority' AND o.dataset = t.dataset AND fiscal_level(o.budget_level, o.region) = c.level
           AND fiscal_place(c.level, o.region) = c.place AND (c.authority IS NULL OR c.authority = o.id) ORDER BY o.id) AS organisations
       FROM tender t CROSS JOIN LATERAL complaint_authorities(t.id) c WHERE t.id = $1 ORDER BY c.place`,
      [tender],
    );
  };
  return guard<R, { ground?: string }, { others: CompetentAuthority[] | null }>(
    { others: findOtherAuthorities },
    ({ others: competent }, { action, given, today }) => {
      const rule = findRuleInForce('COMPLAINT-LEVEL', today);
      if (competent === null || rule === null || isExcepted(action, given)) return null;
      return { ...toRuleRefusal(rule, []), facts: { competent } };
    },
  );
}
