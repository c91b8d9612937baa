import { PUBLIC_SOURCES } from '../../purchase/tenders/recording/facts-in-force.rules.js';
import { FOUND, MAILED_KINDS, NEWS_KINDS } from './notification-kinds.js';
import { TASK_KINDS } from '../tasks/tasks.dto.js';

/** Inboxes that one statement takes up, and how long until they are looked at again. */
export const CLAIM = 20;
const PAUSE = `interval '5 minutes'`;
/** How long what does not wait any more is kept. */
const KEPT = `interval '90 days'`;
/** What stands for itself, and ends with nothing that is done. */
const NEWS = `'{${NEWS_KINDS.join(',')}}'::text[]`;
/** What a newer version tells of beside this one is that version's to end and to mail: both name what they know. */
const TASKS = `'{${TASK_KINDS.join(',')}}'::text[]`;
const MAILABLE = `'{${MAILED_KINDS.join(',')}}'::text[]`;

/** The next eight o'clock in the morning in Shanghai. */
const NEXT_MORNING = `(date_trunc('day', (clock_timestamp() AT TIME ZONE 'Asia/Shanghai') - interval '8 hours') + interval '1 day 8 hours') AT TIME ZONE 'Asia/Shanghai'`;

/** The next mail stays when it was to go, unless the rhythm is another one: a daily one begins with the next morning. */
export const OPEN = `
  INSERT INTO inbox (user_id, muted, mail, lang, next_mail_at)
  VALUES ($1, $2, $3, $4, CASE $3::text WHEN 'daily' THEN ${NEXT_MORNING} ELSE clock_timestamp() END)
  ON CONFLICT (user_id) DO UPDATE SET muted = EXCLUDED.muted, mail = EXCLUDED.mail, lang = EXCLUDED.lang,
    next_mail_at = CASE inbox.mail WHEN EXCLUDED.mail THEN inbox.next_mail_at ELSE EXCLUDED.next_mail_at END
  RETURNING muted, mail, lang, created_at AS "createdAt"`;

/** Its notifications are written behind it, whatever they are written for. */
export const HOLD = `SELECT FROM inbox WHERE user_id = $1 FOR UPDATE`;

/** For who has none, and asks for something that is told in it. */
export const OPEN_TO_BE_TOLD = `INSERT INTO inbox (user_id, muted) VALUES ($1, '{}') ON CONFLICT (user_id) DO NOTHING RETURNING user_id`;

/** Takes up those that are due: another run finds them with a later time. */
export const TAKE_DUE = `
  UPDATE inbox SET next_look_at = clock_timestamp() + ${PAUSE}
  WHERE user_id IN (
    SELECT i.user_id FROM inbox i WHERE i.next_look_at <= clock_timestamp()
    ORDER BY i.next_look_at LIMIT ${CLAIM} FOR UPDATE SKIP LOCKED)
  RETURNING user_id AS "user"`;

/**
 * $2: the tasks of an inbox, $3: whether these are all. What is not among them has ended, but what is no task that is known here; what is new is told once, however many
 * look at the same time: the row of the inbox is locked, and an open notification stands once. A task that has come to its next step
 * is told of anew, with the address of that step; so is one whose day is another than the one that was read or mailed.
 */
export const TELL = `
  WITH box AS MATERIALIZED (SELECT muted FROM inbox WHERE user_id = $1 FOR NO KEY UPDATE),
  task AS MATERIALIZED (
    SELECT DISTINCT ON (t.kind, t.id, t.part) t.* FROM jsonb_to_recordset($2::jsonb) AS t (kind text, id uuid, part text, lot integer, href text, due date)
    ORDER BY t.kind, t.id, t.part, t.due
  ), ended AS (
    UPDATE notification n SET ended_at = clock_timestamp() FROM box
    WHERE n.user_id = $1 AND n.ended_at IS NULL AND n.kind = ANY (${TASKS}) AND $3::boolean AND NOT EXISTS (SELECT FROM task t WHERE t.kind = n.kind AND t.id = n.task_id AND t.part = n.part)
  )
  INSERT INTO notification (user_id, kind, task_id, part, lot, href, due_on)
  SELECT $1, t.kind, t.id, t.part, t.lot, t.href, t.due FROM box JOIN task t ON t.kind <> ALL (box.muted)
  ON CONFLICT (user_id, kind, task_id, part) WHERE ended_at IS NULL DO UPDATE
    SET href = EXCLUDED.href, due_on = EXCLUDED.due_on, read_at = NULL, mailed_at = NULL,
      created_at = CASE WHEN notification.href IS DISTINCT FROM EXCLUDED.href OR notification.read_at IS NOT NULL OR notification.mailed_at IS NOT NULL
        THEN clock_timestamp() ELSE notification.created_at END
    WHERE notification.href IS DISTINCT FROM EXCLUDED.href OR notification.due_on IS DISTINCT FROM EXCLUDED.due_on`;

/** SQL: deletes notifications of everybody, whose inboxes nobody holds: one that somebody else holds is left for the next time. */
export const forgetSql = (condition: string): string => `
  DELETE FROM notification WHERE id IN (SELECT id FROM notification WHERE ${condition} FOR UPDATE SKIP LOCKED)`;

export const FORGET = forgetSql(`ended_at < clock_timestamp() - ${KEPT}`);

/** Whoever writes several notifications holds their inbox first: statements take the rows in the orders of their plans. */
const BOX = `box AS MATERIALIZED (SELECT user_id FROM inbox WHERE user_id = $1 FOR NO KEY UPDATE)`;

export const MARK_READ = `
  WITH ${BOX}
  UPDATE notification n SET read_at = clock_timestamp() FROM box
  WHERE n.user_id = box.user_id AND n.id = ANY ($2::uuid[]) AND n.read_at IS NULL RETURNING n.id`;

/** What a mail says: what waits, was not read and was not in a mail before, no tender that came to nothing, and what tells nobody that its reader sits in a panel or looks at a tender. */
const SAID_BY_MAIL = `n.user_id = $1 AND n.kind = ANY (${MAILABLE}) AND n.mailed_at IS NULL AND n.read_at IS NULL AND n.ended_at IS NULL
  AND (n.kind <> '${FOUND}' OR EXISTS (SELECT FROM published_tenders p WHERE p.id = n.task_id AND p.state NOT IN ('failed', 'cancelled')))`;
const PUBLIC = `'{${PUBLIC_SOURCES.join(',')}}'::text[]`;
/**
 * SQL: the day of the deadline of the published tender `p`. One of which no hour is known is over at the midnight behind its last day, which
 * is told: a published fact gives that day, or its month or year alone.
 */
export const deadlineDaySql = (p: string): string => {
  const local = `(${p}.deadline_at AT TIME ZONE 'Asia/Shanghai')`;
  const facts = `facts_in_force f WHERE f.subject_type = 'tender' AND f.subject_id = ${p}.id AND f.source = ANY (${PUBLIC})`;
  return `(CASE WHEN ${local}::time = '00:00' AND EXISTS (SELECT FROM ${facts} AND starts_with((${local}::date - 1)::text, f.data ->> 'deadline'))
    THEN ${local}::date - 1 ELSE ${local}::date END)`;
};
/** SQL: the day of a notification `n`. Of a tender that was found it is the deadline as everybody is shown it now, which may have moved since. */
export const DUE_ON = `CASE n.kind WHEN '${FOUND}' THEN (SELECT ${deadlineDaySql('p')} FROM published_tenders p WHERE p.id = n.task_id) ELSE n.due_on END`;

/** A hundred of it, and how much there is: tasks before news, of which there may be thousands; what is due first, then what waits longest. */
export const UNMAILED = `
  SELECT n.id, n.kind, n.lot, (${DUE_ON})::text AS "dueOn", i.lang, (count(*) OVER ())::integer AS total FROM notification n JOIN inbox i ON i.user_id = n.user_id
  WHERE ${SAID_BY_MAIL} AND i.mail <> 'never' ORDER BY n.kind = ANY (${NEWS}), ${DUE_ON} NULLS LAST, n.created_at, n.id LIMIT 100`;

/** With the days that the mail said: a task that moved while it was sent goes into the next one. */
export const MAILED = `
  WITH ${BOX}
  UPDATE notification n SET mailed_at = clock_timestamp() FROM box, unnest($2::uuid[], $3::date[]) AS said (id, due_on)
  WHERE n.user_id = box.user_id AND n.id = said.id AND (n.kind = '${FOUND}' OR n.due_on IS NOT DISTINCT FROM said.due_on)`;

const HAS_UNMAILED = `EXISTS (SELECT FROM notification n WHERE ${SAID_BY_MAIL})`;

/** Whether a mail is to go now; the next daily one goes after eight in the morning of the next day, also where none goes today. */
export const TAKE_MAIL = `
  UPDATE inbox i SET next_mail_at = CASE i.mail WHEN 'daily' THEN ${NEXT_MORNING} ELSE clock_timestamp() END
  WHERE i.user_id = $1 AND i.mail <> 'never' AND i.next_mail_at <= clock_timestamp() AND (i.mail = 'daily' OR ${HAS_UNMAILED})
  RETURNING ${HAS_UNMAILED} AS goes`;
