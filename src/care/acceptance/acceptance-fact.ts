import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { ContractFactData } from '../../purchase/tenders/recording/fact-types.js';
import type { LockedAcceptance } from './acceptance.subject.js';

/** What a concluded round says as a fact of its contract. */
export function toAcceptanceFact(
  {
    publicService,
    result,
    acceptedPart,
    recipientsHeard,
  }: Pick<LockedAcceptance, 'publicService' | 'result' | 'acceptedPart' | 'recipientsHeard'>,
  concludedOn: PlainDate,
): ContractFactData['acceptance'] {
  const tookPart = (recipientsHeard ?? 0) > 0;
  return {
    concludedOn,
    ...(result !== null && { result: result === 'passed' && acceptedPart !== null ? 'partial' : result }),
    ...((publicService || tookPart) && { recipientsTookPart: tookPart }),
  };
}
