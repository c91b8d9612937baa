import type { Principal } from '../../../kernel/access/principal.js';
import { action, type Fact } from '../../../kernel/actions/action.js';
import { addDays } from '../../../kernel/clock/plain-date.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { flagSubject } from '../flag.subject.js';
import type { LockedFlag } from '../locked-flag.js';
import { askAgain, clearAppeals } from '../hearing/asking.js';
import { loadSpeaker } from '../hearing/flag-guards.js';
import { HEARING } from '../hearing/hearing.rules.js';
import { isOverruledSql } from '../hearing/overruled-decisions.queries.js';
import { holdFindings, releaseFindings, restateFlag } from '../keeping/flag-words.js';
import {
  FlagDecisionDto,
  FlagReasonDto,
  FlagStatementOnPaperDto,
  NO_REASON,
  RequiredFlagReasonDto,
} from './flag-reason.dto.js';

export const startFlagReview = action(flagSubject, 'start_review', FlagReasonDto, {
  operationId: 'startFlagReview',
  summary: { en: 'Begin to review a flag', zh: '开始核查预警' },
});

/** The answer of one body that was asked, or what came of it on paper. */
export const respondToFlag = action(flagSubject, 'respond', FlagStatementOnPaperDto, {
  operationId: 'respondToFlag',
  summary: { en: 'Respond to a flag about which one was asked', zh: '答复预警' },
  needs: { speaker: loadSpeaker },
  async effect({ tx, root, given: { paper }, now }, { speaker }) {
    if (speaker === null) throw new Problem('body_not_named');
    await tx.query(`UPDATE flag_ask SET answered_at = $3 WHERE flag_id = $1 AND organisation_id = $2`, [
      root.id,
      speaker.id,
      now,
    ]);
    return { data: { organisation: speaker.id, ...(paper && { paper }) } };
  },
});

interface Deciding {
  tx: Tx;
  root: LockedFlag;
  principal: Principal;
  now: Date;
}

/** What was decided, by whom and when; only a confirmation can be appealed against. */
async function recordDecision({ tx, root, principal, now }: Deciding) {
  await holdFindings(tx, [root.id]);
  return { set: { decidedBy: principal.id, decidedAt: now, appealUntil: null } };
}

export const explainFlag = action(flagSubject, 'explain', RequiredFlagReasonDto, {
  operationId: 'explainFlag',
  summary: { en: 'Close a flag as explained', zh: '以有合理解释办结预警' },
  effect: recordDecision,
});

/** Once every body concerned was asked and has answered, or its day has passed. */
export const confirmFlag = action(flagSubject, 'confirm', FlagDecisionDto, {
  operationId: 'confirmFlag',
  summary: { en: 'Confirm that it is as a flag says', zh: '确认预警属实' },
  async effect(situation) {
    const { set } = await recordDecision(situation);
    const { given, today } = situation;
    return {
      set: { ...set, appealUntil: addDays(today, HEARING.appealDays) },
      data: { restsOn: given.restsOn },
    };
  },
});

export const markFlagDataError = action(flagSubject, 'mark_data_error', RequiredFlagReasonDto, {
  operationId: 'markFlagDataError',
  summary: { en: 'Close a flag that comes of wrong data', zh: '以数据有误办结预警' },
  effect: recordDecision,
});

export const dismissFlag = action(flagSubject, 'dismiss', RequiredFlagReasonDto, {
  operationId: 'dismissFlag',
  summary: { en: 'Dismiss a flag as unfounded', zh: '认定预警不成立并予以排除' },
  effect: recordDecision,
});

/** Whether a confirmation was overturned on the facts as they are. */
const wasOverturned: Fact<LockedFlag, boolean> = async ({ tx, root }) => {
  const rows = await tx.query(`SELECT FROM flag_event e WHERE e.flag_id = $1 AND ${isOverruledSql('e')} LIMIT 1`, [
    root.id,
  ]);
  return rows.length > 0;
};

export const reopenFlag = action(flagSubject, 'reopen', FlagReasonDto, {
  operationId: 'reopenFlag',
  summary: { en: 'Open a flag again', zh: '重新打开预警' },
  needs: { wasOverturned },
  // Whatever was answered before was heard for the decision that is reopened; the next one is heard anew, on what is found now.
  async effect({ tx, root, given, now }, facts) {
    // An appeal was decided with reasons: what takes them back says its own.
    if (facts.wasOverturned && !given.reason) throw invalid('/reason', 'required', NO_REASON);
    await releaseFindings(tx, [root.id]);
    const asked = await askAgain(tx, root.id, null, now);
    await clearAppeals(tx, [root.id]);
    if (asked.length > 0) await holdFindings(tx, [root.id]);
    await restateFlag(tx, root.id);
    return { set: { openedAt: now }, data: asked.length > 0 ? { asked } : {} };
  },
});
