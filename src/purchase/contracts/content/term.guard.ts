import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { ProblemDetails } from '../../../kernel/errors/problem.js';
import { termRefused } from '../../tenders/conducted/contract-terms.rules.js';
import { refusedBy } from '../../tenders/conducted/issue.rules.js';
import type { ConductedContract } from '../conducted/conducted-contract.js';
import type { ContractContent } from './content.types.js';
import type { StoredRenewal } from '../amendments/determined-renewal.js';

interface TermFacts {
  contract: ConductedContract;
  content: ContractContent;
  renewal: StoredRenewal | null;
  today: PlainDate;
}

/**
 * The term counts from the day on which the service was begun, whatever first day an amendment writes into the window; that of
 * a renewal from the first day of all.
 */
export function termGuard(
  code: string,
  { contract, content, renewal, today }: TermFacts,
  { span }: { span?: { start: PlainDate; end: PlainDate } },
): ProblemDetails | null {
  const { start, end } = span ?? content.window;
  const begun = renewal?.first_day ?? contract.started_on;
  const first = begun !== null && start !== null && begun < start ? begun : start;
  const refused = termRefused({ window: { start: first, end }, term: content.term }, today);
  return refused?.code === code ? refusedBy(refused.rule, refused.errors) : null;
}
