import { guard, type Fact, type Guards } from '../../../kernel/actions/action.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { guardSecondPerson } from '../../../people/accounts/second-person.js';
import { hasInterest } from '../../../purchase/tenders/oversight/interest.js';
import type { FlagStatementDto } from '../actions/flag-reason.dto.js';
import { listAnsweringBodies } from '../flag-visibility.js';
import type { LockedFlag } from '../locked-flag.js';
import { bodiesBesideSql } from './bodies-beside.js';
import { heardBodiesSql } from './named-bodies.js';
import { listReasonFaults, listUnheardBodies, type Ask } from './hearing.rules.js';
import { isReachedSql } from './unheard-bodies.queries.js';

type Of<T> = Fact<LockedFlag, T>;

/**
 * The bodies that the finding names, of the subjects that still trigger, or, where none does, of those that did; and those
 * of their other bodies, or of who took part in them, that were asked.
 */
const loadBodies: Of<{ id: string; name: string }[]> = ({ tx, root }) =>
  tx.query(
    `SELECT o.id, o.name FROM organisations o WHERE o.id IN (
       SELECT b.id FROM flag_subject s CROSS JOIN LATERAL (SELECT unnest(s.bodies) AS id UNION ${bodiesBesideSql('s')}) b WHERE s.flag_id = $1
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

/** Whether the caller, or who holds the key that calls, sits in a body of the flag or in one that was asked, also of a subject that triggers no more. */
const sitsInOne: Of<boolean> = async ({ tx, root }) => {
  const rows = await tx.query<{ id: string }>(
    `SELECT unnest(s.bodies) AS id FROM flag_subject s WHERE s.flag_id = $1
     UNION SELECT a.organisation_id FROM flag_ask a WHERE a.flag_id = $1`,
    [root.id],
  );
  for (const { id } of rows) if (await hasInterest(tx, id)) return true;
  return false;
};

/**
 * Who made the decision that is appealed against, or one that was overturned on the facts as they are: a
 * correction that opened the flag again makes it another matter.
 */
const listDeciders: Of<(string | null)[]> = async ({ tx, root }) => {
  const rows = await tx.query<{ by: string | null }>(
    `SELECT f.decided_by AS by FROM flag f WHERE f.id = $1 AND f.state = 'appealed'
     UNION ALL
     SELECT e.actor_id FROM flag_event e WHERE e.flag_id = $1 AND e.action = 'confirm'
       AND EXISTS (SELECT FROM flag_event o WHERE o.flag_id = $1 AND o.action = 'overturn' AND o.id > e.id)
       AND NOT EXISTS (SELECT FROM flag_event x WHERE x.flag_id = $1 AND x.action = 'reopened' AND x.id > e.id)`,
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

/** A body that the caller answers for and that was asked. */
interface OwnAsk {
  id: string;
  appealed: boolean;
}

const listOwnAsks: Of<OwnAsk[]> = ({ tx, root, principal }) =>
  tx.query<OwnAsk>(
    `SELECT a.organisation_id AS id, a.appealed_at IS NOT NULL AS appealed FROM flag_ask a
     WHERE a.flag_id = $1 AND a.organisation_id = ANY ($2::uuid[]) ORDER BY a.organisation_id`,
    [root.id, listAnsweringBodies(principal)],
  );

const isAppealTooLate: Of<boolean> = async ({ tx, root }) => {
  const [day] = await tx.query<{ over: boolean }>(
    `SELECT coalesce(appeal_until < business_today(), false) AS over FROM flag WHERE id = $1`,
    [root.id],
  );
  return day?.over ?? false;
};

/** The body that the request speaks for: the one that it names, else the only one that may speak. */
function findSpeaker(own: readonly OwnAsk[], action: string, organisation?: string | null): OwnAsk | undefined {
  if (organisation) return own.find(({ id }) => id === organisation.toLowerCase());
  // Each body appeals once: where all others have, it is plain whose appeal this is.
  const left = action === 'appeal' ? own.filter(({ appealed }) => !appealed) : own;
  return left.length === 1 ? left[0] : undefined;
}

/** The body for which the caller answers or appeals; null where it is not plain which. */
export const loadSpeaker: Fact<LockedFlag, OwnAsk | null, FlagStatementDto> = async ({ load, action, given }) =>
  findSpeaker(await load(listOwnAsks), action, given.organisation) ?? null;

const ONE_OF_OWN = {
  en: 'One of the bodies that were asked and for which you may answer',
  zh: '应为被要求答复且您有权代表其答复的机构之一',
};

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
  body_not_named: guard({ listOwnAsks }, ({ listOwnAsks: own }, { action, given }) => {
    const { organisation } = given as FlagStatementDto;
    if (findSpeaker(own, action, organisation) !== undefined) return null;
    // Where each has appealed, that is what is refused.
    if (action === 'appeal' && !organisation && own.every(({ appealed }) => appealed)) return null;
    const code = organisation ? 'not_allowed_value' : 'required';
    return { errors: [{ pointer: '/organisation', code, text: ONE_OF_OWN }] };
  }),
  flag_appealed_already: guard({ listOwnAsks }, ({ listOwnAsks: own }, { action, given }) => {
    const speaker = findSpeaker(own, action, (given as FlagStatementDto).organisation);
    const hasAppealed = speaker ? speaker.appealed : own.every(({ appealed }) => appealed);
    return hasAppealed ? {} : null;
  }),
  flag_appeal_too_late: guard({ isAppealTooLate }, (facts) => (facts.isAppealTooLate ? {} : null)),
};
