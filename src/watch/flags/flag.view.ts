import type { Scope } from '../../kernel/access/scope.js';
import { linkAllowedActions, type AllowedActionDto } from '../../kernel/actions/allowed-actions.js';
import type { StoredRow } from '../../kernel/database/row-types.js';
import type { Language } from '../../kernel/errors/texts.js';
import { toView } from '../../kernel/http/view.js';
import { getIndicator, type IndicatorId } from '../rules/registry.js';
import type { Text } from '../runs/assessment-types.js';
import type { FlagDetailDto, FlagEvidenceDto } from './disclosure/flag-evidence.dto.js';
import { isGroup } from './disclosure/unpublished.queries.js';
import {
  type FlagAskDto,
  FlagDto,
  type FlagEventDto,
  type FlagPartDto,
  type FlagReferralDto,
  type LabelledDto,
} from './flag.dto.js';
import type { Flag } from './flag.entity.js';
import { flagSubject } from './flag.subject.js';
import { explainReach, titleReach } from './programmes/told-once.rules.js';

type FlagAsk = FlagAskDto & {
  mine: boolean;
  speaksOnPaper: boolean;
  /** It is still about that body, which answers and appeals. */
  concerned: boolean;
};

export interface FlagRow extends Omit<
  StoredRow<Flag>,
  'created_at' | 'updated_at' | 'indicator' | 'basis' | 'decided_by'
> {
  indicator: IndicatorId;
  root_label: string | null;
  waiting_since: Date | null;
  basis: object;
  /** The caller oversees it; otherwise the caller was asked. */
  overseen: boolean;
  /** The days for an appeal are not over. */
  appealable: boolean;
  count: number;
  first: LabelledDto[];
  assessments: string[];
  /** A body reads, and what was found rests on a lot whose result is not public. */
  unpublished: boolean;
  /** Later facts say something else; for a body, that they find nothing of it any more. */
  changed_since: boolean;
  /** Some of it is held under another version of the rule, whose hashes cannot be compared. */
  other_version: boolean;
  history: FlagEventDto[];
  asked: FlagAsk[];
  /** Empty for who does not oversee it, as `parts`. */
  referrals: FlagReferralDto[];
  parts: FlagPartDto[];
}

const instant = (at: string | Date): string => new Date(at).toISOString();

/** Decisions, with their reasons, and what facts made of them: for the body that they are about as for who oversees it. */
const TOLD_TO_BODIES: ReadonlySet<string> = new Set([
  ...['explain', 'confirm', 'mark_data_error', 'dismiss', 'reopen', 'uphold', 'overturn'],
  ...['reopened', 'restated', 'cleared', 'remedied', 'taken_over', 'given_back'],
]);

/**
 * A flag as the caller may see it. A body that was asked sees what is about itself, what it said, and what was decided with
 * the reasons; not who works the case, what others said of it, or what was handed to an authority. In whose place a correction put
 * another one, that body reads what it was asked and said itself, and nothing of what is found and decided of the other.
 * @param words what a body reads of the heaviest subject that it sees
 */
export function toFlagView(row: FlagRow, scope: Scope, lang: Language, words?: Text): FlagDto {
  const own = new Set(row.asked.filter((ask) => ask.mine).map((ask) => ask.organisation));
  const asked = row.overseen ? row.asked : row.asked.filter((ask) => ask.mine);
  const isLeftOut = !row.overseen && !asked.some(({ concerned }) => concerned);
  const history = row.overseen ? row.history : row.history.flatMap((event) => toBodyEvent(event, own, isLeftOut));
  const reach = row.hits === null || row.judged === null ? null : { hit: row.hits, of: row.judged };
  const said = row.overseen ? row.explanation : explainToBody(row, words);
  return toView(FlagDto, row, {
    rootCause: hideMembers(row, { type: row.root_type, id: row.root_id, label: isLeftOut ? null : row.root_label }),
    subjects: { count: row.count, first: row.first.map((subject) => hideMembers(row, subject)) },
    title: (reach === null ? row.title : titleReach(row.indicator, row.title, reach))[lang],
    explanation: (reach === null ? said : explainReach(row.indicator, said, reach))[lang],
    partOf: row.part_of,
    limitation: row.limitation[lang],
    programme: row.programme_id,
    changedSince: row.changed_since,
    assignee: row.overseen ? row.assignee : null,
    dueOn: row.overseen ? row.due_on : (asked[0]?.dueOn ?? null),
    asked: asked.map(
      ({ mine: _mine, speaksOnPaper: _speaks, concerned: _concerned, askedAt, answeredAt, appealedAt, ...ask }) => ({
        ...ask,
        askedAt: instant(askedAt),
        answeredAt: answeredAt === null ? null : instant(answeredAt),
        appealedAt: appealedAt === null ? null : instant(appealedAt),
      }),
    ),
    decidedAt: row.decided_at === null || isLeftOut ? null : instant(row.decided_at),
    appealUntil: isLeftOut ? null : row.appeal_until,
    referrals: row.referrals.map((referral) => ({ ...referral, at: instant(referral.at) })),
    openedAt: instant(row.opened_at),
    waitingSince: row.waiting_since === null ? null : instant(row.waiting_since),
    history: history.map((event) => ({ ...event, at: instant(event.at) })),
    allowedActions: linkFlagActions(
      row,
      scope,
      asked.filter((ask) => own.has(ask.organisation) && ask.concerned),
    ),
  });
}

/** A group is called by its members: who else took part is not told before the result. */
const hideMembers = ({ unpublished }: FlagRow, object: LabelledDto): LabelledDto =>
  unpublished && isGroup(object.type) ? { ...object, label: null } : object;

/**
 * What it said, and what was decided: who decided it is not for the body; what it rests on is, and that a new version of the
 * rule ended it rather than a fact.
 */
function toBodyEvent(event: FlagEventDto, own: ReadonlySet<string>, isLeftOut: boolean): FlagEventDto[] {
  if (event.organisation !== null && own.has(event.organisation))
    return [event.paper === null ? event : { ...event, by: null }];
  const { restsOn, asked, version } = event.data as { restsOn?: string[]; asked?: string[]; version?: number };
  // That others are asked anew is not for this one.
  if (event.action === 'restated' && !asked?.some((body) => own.has(body))) return [];
  if (isLeftOut || !TOLD_TO_BODIES.has(event.action)) return [];
  const ofRule = event.action === 'remedied' && version !== undefined ? { version } : {};
  return [{ ...event, by: null, data: { ...(restsOn === undefined ? {} : { restsOn }), ...ofRule } }];
}

/**
 * The words for a body: of its own subject, for another's may be the heaviest; of bids, of which others have their part, what
 * the rule looks at.
 */
function explainToBody({ indicator }: FlagRow, words: Text | undefined): Text {
  const { family, description } = getIndicator(indicator);
  return family === 'rigging' ? description : (words ?? description);
}

/** With its evidence; nothing being withheld, a body reads the very words of the rule. */
export function toDetailView(
  flag: FlagDto,
  evidence: FlagEvidenceDto[],
  isBody: boolean,
): Omit<FlagDetailDto, 'reach'> {
  return { ...flag, explanation: (isBody ? evidence[0]?.explanation : undefined) ?? flag.explanation, evidence };
}

/** What the table allows, less what is only for who oversees the flag, for who was asked, or for a body that speaks on paper. */
function linkFlagActions(row: FlagRow, scope: Scope, own: readonly FlagAskDto[]): AllowedActionDto[] {
  const { id, state, overseen, appealable } = row;
  // A letter that came in time may be recorded later.
  const onPaper = overseen ? row.asked.filter(({ speaksOnPaper, concerned }) => speaksOnPaper && concerned) : [];
  const appeals = [...(appealable ? own : []), ...onPaper].some(({ appealedAt }) => appealedAt === null);
  return linkAllowedActions(flagSubject, state, { id }, scope).filter(({ action }) =>
    action === 'respond' ? own.length + onPaper.length > 0 : action === 'appeal' ? appeals : overseen,
  );
}
