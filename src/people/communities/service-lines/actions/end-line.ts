import { action, guard, type Fact } from '../../../../kernel/actions/action.js';
import { findCategory } from '../../../../law/code-lists/code-lists.js';
import { RequiredReasonDto } from '../../../accounts/reason.dto.js';
import { guardSecondPerson } from '../../../accounts/second-person.js';
import { loadEndProposal, serviceLineSubject, type LockedServiceLine } from '../service-line.subject.js';

/** The last day on which residents were heard; null where they never were. */
const loadLastHearing: Fact<LockedServiceLine, string | null> = async ({ tx, root }) => {
  const [row] = await tx.query<{ heldOn: string | null }>(
    `SELECT max(held_on)::text AS "heldOn" FROM service_line_opinion WHERE service_line_id = $1`,
    [root.id],
  );
  return row?.heldOn ?? null;
};

export const endLine = action(serviceLineSubject, 'end', RequiredReasonDto, {
  operationId: 'endServiceLine',
  summary: { en: 'End a service line, by somebody other than who proposed it', zh: '决定终止服务线' },
  guards: {
    own_proposal: guardSecondPerson(async ({ load }) => [(await load(loadEndProposal))?.by]),
    // Regulation article 15, in its sense: who receives a public service is heard before it ends.
    residents_opinion_missing: guard(
      { proposal: loadEndProposal, lastHearing: loadLastHearing },
      ({ proposal, lastHearing }, { root }) => {
        if (findCategory(root.category)?.publicService !== true || proposal === null) return null;
        return lastHearing !== null && lastHearing >= proposal.on ? null : { facts: { since: proposal.on } };
      },
    ),
  },
  needs: { proposal: loadEndProposal },
  effect({ root, given, today }, { proposal }) {
    const lastDay = proposal?.lastDay ?? today;
    const until = lastDay > today ? lastDay : today;
    return {
      set: { until, endDecidedOn: today, endDecision: given.reason },
      data: { until, runningContracts: root.end?.runningContracts ?? 0 },
    };
  },
});
