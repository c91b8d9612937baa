import { Injectable, type OnModuleInit } from '@nestjs/common';
import { guard, type Fact } from '../../kernel/actions/action.js';
import { ActionEngine } from '../../kernel/actions/engine.js';
import { WorkingCalendars } from '../../law/calendars/calendar.store.js';
import { valueOf } from '../../law/calendars/working-calendar.js';
import { periodOf } from '../../law/deadlines/periods.rules.js';
import { restedEnd, type Rest } from '../../law/deadlines/rested.rules.js';
import { ruleOf } from '../../law/rules/rule-book.js';
import { refusedBy } from '../tenders/conducted/issue.rules.js';
import { signingRests } from '../tenders/reads/signing-rests.sql.js';
import { awardSubject, type LockedAward } from './award.subject.js';
import { findOpenChallenges } from './remedies/open-remedies.js';

/** Days on which the law forbade to sign. */
const loadSigningRests: Fact<LockedAward, Rest[]> = async ({ tx, root }) => {
  const [row] = await tx.query<{ rests: Rest[] }>(
    `SELECT ${signingRests('a.lot_id', 'a.tender_id')} AS rests FROM award a WHERE a.id = $1`,
    [root.id],
  );
  return row?.rests ?? [];
};

/** The guard of an award that needs the working calendar. */
@Injectable()
export class AwardGuards implements OnModuleInit {
  constructor(
    private readonly engine: ActionEngine,
    private readonly calendars: WorkingCalendars,
  ) {}

  onModuleInit(): void {
    const calendar = () => this.calendars.current();
    this.engine.contribute(awardSubject, {
      // Law article 46: thirty days from the notice of the award, without those on which the law forbade to sign
      // (Regulation article 54, Law article 57). They run on where the calendar does not say the last day, until they are
      // over under any.
      signing_period_running: guard({ loadSigningRests, findOpenChallenges, calendar }, (facts, { root, today }) => {
        const rule = ruleOf('CONTRACT-30D');
        const period = periodOf(rule);
        if (period === null) return {};
        const { end, least, rests } = restedEnd(facts.calendar, root.published_on, period, facts.loadSigningRests);
        const last = valueOf(end) ?? least;
        const challenges = facts.findOpenChallenges;
        return rests || today <= last || challenges.length > 0
          ? { ...refusedBy(rule, []), facts: { last: rests ? null : last, challenges } }
          : null;
      }),
    });
  }
}
