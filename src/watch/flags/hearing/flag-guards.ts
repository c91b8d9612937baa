import { guard, type Fact, type Guards } from '../../../kernel/actions/action.js';
import type { Text } from '../../../kernel/errors/texts.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { guardSecondPerson } from '../../../people/accounts/second-person.js';
import { hasInterest } from '../../../purchase/tenders/oversight/interest.js';
import type { Principal } from '../../../kernel/access/principal.js';
import type { FlagStatementOnPaperDto } from '../actions/flag-reason.dto.js';
import { listAnsweringBodies } from '../flag-visibility.js';
import type { LockedFlag } from '../locked-flag.js';
import { concernedBodiesSql, isStillConcernedSql } from './bodies-beside.js';
import { heardBodiesSql } from './named-bodies.js';
import { listReasonFaults, listUnheardBodies, type Ask } from './hearing.rules.js';
import { isOverruledSql } from './overruled-decisions.queries.js';
import { isReachedSql, speaksOnPaperSql } from './unheard-bodies.queries.js';
import { isRecordedSql } from './recorded-statements.queries.js';

type Of<T> = Fact<LockedFlag, T>;

/**
 * The bodies that the finding names, of the subjects that still trigger, or, where none does, of those that did; and those
 * of their other bodies, or of who took part in them, that were asked.
 */
const loadBodies: Of<{ id: string; name: string }[]> = ({ tx, root }) =>
  tx.query(
    `SELECT o.id, o.name FROM organisations o WHERE o.id IN (
       SELECT b.id FROM flag_subject s CROSS JOIN LATERAL (${concernedBodiesSql('s')}) b WHERE s.flag_id = $1
         AND s.active = EXISTS (SELECT FROM flag_subject x WHERE x.flag_id = $1 AND x.active)
         AND (b.id = ANY (${heardBodiesSql('s')})
           OR EXISTS (SELECT FROM flag_ask a WHERE a.flag_id = s.flag_id AND a.organisation_id = b.id))) ORDER BY o.id`,
    [root.id],
  );

const loadAsks: Of<Ask[]> = ({ tx, root }) =>
  tx.query(
    `SELECT a.organisation_id AS organisation, o.name, a.due_on::text AS "dueOn", a.answered_at IS NOT NULL AS answered,
       ${isReachedSql('a')} AS reached
     FROM flag_ask a JOIN organisations o ON o.id = a.organisation_id WHERE a.flag_id = $1`,
    [root.id],
  );

const loadEvidence: Of<{ record: string; field: string }[]> = ({ tx, root }) =>
  tx.query(
    `SELECT DISTINCT e ->> 'record' AS record, e ->> 'field' AS field
     FROM flag_subject s, jsonb_array_elements(coalesce(s.held_finding, s.finding) -> 'evidence') e WHERE s.flag_id = $1`,
    [root.id],
  );

/** Whether the caller, or who holds the key that calls, sits in a body of the flag, in one that took part or in one that was asked, also of a subject that triggers no more. */
const sitsInOne: Of<boolean> = async ({ tx, root }) => {
  const rows = await tx.query<{ id: string }>(
    `SELECT b.id FROM flag_subject s CROSS JOIN LATERAL (${concernedBodiesSql('s')}) b WHERE s.flag_id = $1
     UNION SELECT a.organisation_id FROM flag_ask a WHERE a.flag_id = $1`,
    [root.id],
  );
  for (const { id } of rows) if (await hasInterest(tx, id)) return true;
  return false;
};

/** Who made the decision that is appealed against, or one that was overturned on the facts as they are. */
const listDeciders: Of<(string | null)[]> = async ({ tx, root }) => {
  const rows = await tx.query<{ by: string | null }>(
    `SELECT f.decided_by AS by FROM flag f WHERE f.id = $1 AND f.state = 'appealed'
     UNION ALL
     SELECT e.actor_id FROM flag_event e WHERE e.flag_id = $1 AND ${isOverruledSql('e')}`,
    [root.id],
  );
  return rows.map(({ by }) => by);
};

/** The day on which the flag was appealed against last. */
export const loadAppealDay: Of<PlainDate | null> = async ({ tx, root }) => {
  const [row] = await tx.query<{ day: PlainDate | null }>(
    `SELECT (max(a.appealed_at) AT TIME ZONE 'Asia/Shanghai')::date::text AS day FROM flag_ask a WHERE a.flag_id = $1`,
    [root.id],
  );
  return row?.day ?? null;
};

/** Who wrote down what a body answered or appealed on paper, as it stands now. */
const listRecorders: Of<(string | null)[]> = async ({ tx, root }) => {
  const rows = await tx.query<{ by: string | null }>(
    `SELECT e.actor_id AS by FROM flag_event e WHERE e.flag_id = $1 AND ${isRecordedSql('e')}`,
    [root.id],
  );
  return rows.map(({ by }) => by);
};

/** Whoever may answer says what is their own body's; who works the flag records paper. Nobody may do both (`findSeatConflict`). */
const recordsPaper = ({ permissions }: Pick<Principal, 'permissions'>): boolean => !permissions.has('risk.respond');

/** A body that was asked and is still concerned, for which the caller speaks: the own, or one that speaks on paper. */
interface SpeakingBody {
  id: string;
  appealed: boolean;
  /** The day on which it was asked, or of the decision that it appeals against: nothing on paper came before. */
  since: PlainDate;
}

const listSpeakingBodies: Of<SpeakingBody[]> = ({ tx, root, principal, action }) =>
  tx.query<SpeakingBody>(
    `SELECT a.organisation_id AS id, a.appealed_at IS NOT NULL AS appealed, coalesce(
       CASE WHEN $4::text = 'appeal' THEN (SELECT (f.decided_at AT TIME ZONE 'Asia/Shanghai')::date FROM flag f WHERE f.id = a.flag_id)
         ELSE (a.served ->> 'on')::date END, (a.asked_at AT TIME ZONE 'Asia/Shanghai')::date)::text AS since
     FROM flag_ask a WHERE a.flag_id = $1 AND ${isStillConcernedSql('a')} AND CASE WHEN $3::boolean THEN ${speaksOnPaperSql('a')} ELSE a.organisation_id = ANY ($2::uuid[]) END
     ORDER BY a.organisation_id`,
    [root.id, listAnsweringBodies(principal), recordsPaper(principal), action],
  );

/** An appeal on paper was made when it was received. */
const isAppealTooLate: Fact<LockedFlag, boolean, FlagStatementOnPaperDto> = async ({ tx, root, given }) => {
  const [day] = await tx.query<{ over: boolean }>(
    `SELECT coalesce(appeal_until < coalesce($2::date, business_today()), false) AS over FROM flag WHERE id = $1`,
    [root.id, given.paper?.receivedOn ?? null],
  );
  return day?.over ?? false;
};

/** The body that the request speaks for: the one that it names, else the only one that may speak. */
function findSpeaker(
  own: readonly SpeakingBody[],
  action: string,
  organisation?: string | null,
): SpeakingBody | undefined {
  if (organisation) return own.find(({ id }) => id === organisation.toLowerCase());
  // Each body appeals once: where all others have, it is plain whose appeal this is.
  const left = action === 'appeal' ? own.filter(({ appealed }) => !appealed) : own;
  return left.length === 1 ? left[0] : undefined;
}

/** The body for which the caller answers or appeals; null where it is not plain which. */
export const loadSpeaker: Fact<LockedFlag, SpeakingBody | null, FlagStatementOnPaperDto> = async ({
  load,
  action,
  given,
}) => findSpeaker(await load(listSpeakingBodies), action, given.organisation) ?? null;

const ONE_OF_OWN = {
  en: 'One of the bodies that were asked, that it is still about, and for which you may answer',
  zh: '应为被要求答复、仍与该预警相关且您有权代表其答复的机构之一',
};
const ONE_ON_PAPER = {
  en: 'One of the bodies that were asked otherwise (`served`) and have nobody here who may answer',
  zh: '应为已以其他方式送达（`served`）且在本系统没有可代其答复的账号的机构之一',
};
const NO_PAPER = {
  en: 'The paper: the day on which it was received, and its reference',
  zh: '请填写书面材料的收到日期和编号',
};
const SAID_HERE = { en: 'Your body answers and appeals here', zh: '您所在机构应直接在本系统答复、申诉' };
const NOT_YET = { en: 'The day has not come', zh: '日期尚未到来' };
const TOO_EARLY = {
  en: 'Before the body was asked, or the decision against which it appeals',
  zh: '早于请其答复之日，或者早于其申诉所针对的决定',
};
const ofDay = (code: string, text: Text) => [{ pointer: '/paper/receivedOn', code, text }];

/** What every decision about a flag is held to; each action names its own in the lifecycle's table. */
export const flagGuards: Guards<LockedFlag> = {
  flag_about_own_body: guard({ sitsInOne }, (facts) => (facts.sitsInOne ? {} : null)),
  body_not_heard: guard({ loadBodies, loadAsks }, (facts, { today }) => {
    const errors = listUnheardBodies(facts.loadBodies, facts.loadAsks, today);
    return errors.length === 0 ? null : { errors };
  }),
  reason_without_substance: guard({ loadEvidence }, (facts, { given }) => {
    const { reason = '', restsOn = [] } = given as { reason?: string; restsOn?: string[] };
    const errors = listReasonFaults(reason, restsOn, facts.loadEvidence);
    return errors.length === 0 ? null : { errors };
  }),
  decided_by_you: guardSecondPerson(listDeciders),
  recorder_decides: guardSecondPerson(listRecorders),
  statement_not_on_paper: guard({}, (_, { principal, given }) => {
    const { paper } = given as FlagStatementOnPaperDto;
    if (recordsPaper(principal) === Boolean(paper)) return null;
    const [code, text] = paper ? ['not_allowed_value', SAID_HERE] : ['required', NO_PAPER];
    return { errors: [{ pointer: '/paper', code, text }] };
  }),
  body_not_named: guard({ listSpeakingBodies }, ({ listSpeakingBodies: own }, { principal, action, given }) => {
    const { organisation } = given as FlagStatementOnPaperDto;
    const onPaper = recordsPaper(principal);
    // Whose letter it is says who records it.
    if (onPaper && !organisation)
      return { errors: [{ pointer: '/organisation', code: 'required', text: ONE_ON_PAPER }] };
    if (findSpeaker(own, action, organisation) !== undefined) return null;
    // Where each has appealed, that is what is refused.
    if (action === 'appeal' && !organisation && own.length > 0 && own.every(({ appealed }) => appealed)) return null;
    const code = organisation ? 'not_allowed_value' : 'required';
    return { errors: [{ pointer: '/organisation', code, text: onPaper ? ONE_ON_PAPER : ONE_OF_OWN }] };
  }),
  dated_in_future: guard({}, (_, { given, today }) => {
    const { paper } = given as FlagStatementOnPaperDto;
    return paper && paper.receivedOn > today ? { errors: ofDay('dated_in_future', NOT_YET) } : null;
  }),
  received_before_event: guard({ listSpeakingBodies }, ({ listSpeakingBodies: bodies }, { action, given }) => {
    const { paper, organisation } = given as FlagStatementOnPaperDto;
    const event = findSpeaker(bodies, action, organisation)?.since;
    if (!paper || event === undefined || paper.receivedOn >= event) return null;
    return { facts: { event, receivedOn: paper.receivedOn }, errors: ofDay('received_before_event', TOO_EARLY) };
  }),
  flag_appealed_already: guard({ listSpeakingBodies }, ({ listSpeakingBodies: own }, { action, given }) => {
    const speaker = findSpeaker(own, action, (given as FlagStatementOnPaperDto).organisation);
    const hasAppealed = speaker ? speaker.appealed : own.every(({ appealed }) => appealed);
    return hasAppealed ? {} : null;
  }),
  flag_appeal_too_late: guard({ isAppealTooLate }, (facts) => (facts.isAppealTooLate ? {} : null)),
};
