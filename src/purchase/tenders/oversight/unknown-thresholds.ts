import type { ProblemDetails } from '../../../kernel/errors/problem.js';
import { getRule } from '../../../law/rules/rule-book.js';
import { toRuleRefusal } from '../conducted/issue.rules.js';

/** What a place publishes: from which amount on the law of procurement binds it, and from which on it tenders openly. */
const ASKED = {
  procurement: { rule: 'PURCHASE-LIMIT', missing: 'procurementLimit' },
  open_tender: { rule: 'OPEN-THRESHOLD', missing: 'openTenderThreshold' },
} as const;

interface Place {
  region: string | null;
  budget_level: string | null;
}

/** Nobody has said which amount it is in this place: who states it, and where. */
export function askForThreshold(kind: keyof typeof ASKED, { region, budget_level: level }: Place): ProblemDetails {
  const { rule, missing } = ASKED[kind];
  return {
    ...toRuleRefusal(getRule(rule), []),
    facts: {
      missing: level === null ? ['budgetLevel'] : [missing],
      ...(level !== null && {
        stated: { by: 'system_admin', method: 'POST', href: '/api/v1/thresholds', kind, region, level },
      }),
    },
  };
}
