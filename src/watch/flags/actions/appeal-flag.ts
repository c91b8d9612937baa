import { action } from '../../../kernel/actions/action.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { loadAppealDay, loadSpeaker } from '../hearing/flag-guards.js';
import { extendAppealDay } from '../hearing/hearing.rules.js';
import { flagSubject } from '../flag.subject.js';
import { FlagDecisionDto, FlagStatementOnPaperDto } from './flag-reason.dto.js';

/** Once for each body that was asked, within fifteen days of the decision; another person decides it. */
export const appealFlag = action(flagSubject, 'appeal', FlagStatementOnPaperDto, {
  operationId: 'appealFlag',
  summary: { en: 'Appeal against a confirmed flag', zh: '对已确认的预警提出申诉' },
  needs: { speaker: loadSpeaker },
  async effect({ tx, root, given: { paper }, now }, { speaker: body }) {
    if (body === null) throw new Problem('body_not_named');
    await tx.query(`UPDATE flag_ask SET appealed_at = $3 WHERE flag_id = $1 AND organisation_id = $2`, [
      root.id,
      body.id,
      now,
    ]);
    return { data: { organisation: body.id, ...(paper && { paper }) } };
  },
});

/** The other bodies keep the days that they had left when it was appealed against. */
export const upholdFlag = action(flagSubject, 'uphold', FlagDecisionDto, {
  operationId: 'upholdFlag',
  summary: {
    en: 'Against the appeal of a body, uphold the confirmation of a flag',
    zh: '不采纳机构申诉，维持对预警的确认',
  },
  needs: { appealedOn: loadAppealDay },
  effect: ({ root, given: { restsOn }, today }, { appealedOn }) => ({
    set: { appealUntil: extendAppealDay(root.appeal_until, appealedOn, today) },
    data: { restsOn },
  }),
});

export const overturnFlag = action(flagSubject, 'overturn', FlagDecisionDto, {
  operationId: 'overturnFlag',
  summary: {
    en: 'On the appeal of a body, overturn the confirmation of a flag, which is dismissed',
    zh: '采纳机构申诉，撤销对预警的确认并排除该预警',
  },
  effect: ({ given: { restsOn } }) => ({ set: { appealUntil: null }, data: { restsOn } }),
});
