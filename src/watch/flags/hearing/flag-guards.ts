import { guard, type Fact, type Guards } from '../../../kernel/actions/action.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { guardSecondPerson } from '../../../people/accounts/second-person.js';
import { hasInterest } from '../../../purchase/tenders/oversight/interest.js';
import { listAnsweringBodies } from '../flag-visibility.js';
import type { LockedFlag } from '../locked-flag.js';
import { bodiesBesideSql } from './bodies-beside.js';
import { heardBodiesSql } from './named-bodies.js';
import { listReasonFaults, listUnheardBodies, type Ask } from './hearing.rules.js';

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
       a.served IS NOT NULL OR EXISTS (SELECT FROM seats s WHERE s.organisation_id = a.organisation_id AND s.active) AS reached
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

/** Bodies that the caller answers for and that were asked, those that have not appealed yet first, and whether the day for it is over. */
export const loadAppeal: Of<{ own: { id: string; appealed: boolean }[]; over: boolean }> = async ({
  tx,
  root,
  principal,
}) => {
  const own = await tx.query<{ id: string; appealed: boolean }>(
    `SELECT a.organisation_id AS id, a.appealed_at IS NOT NULL AS appealed FROM flag_ask a
     WHERE a.flag_id = $1 AND a.organisation_id = ANY ($2::uuid[]) ORDER BY a.appealed_at NULLS FIRST, a.organisation_id`,
    [root.id, listAnsweringBodies(principal)],
  );
  const [day] = await tx.query<{ over: boolean }>(
    `SELECT coalesce(appeal_until < business_today(), false) AS over FROM flag WHERE id = $1`,
    [root.id],
  );
  return { own, over: day?.over ?? false };
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
  flag_appealed_already: guard({ loadAppeal }, ({ loadAppeal: { own } }) =>
    own.some(({ appealed }) => !appealed) ? null : {},
  ),
  flag_appeal_too_late: guard({ loadAppeal }, ({ loadAppeal: { over } }) => (over ? {} : null)),
};
