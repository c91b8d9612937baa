import type { WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import { earliestDay, exactDay, isPartialDate } from '../../../kernel/clock/partial-date.js';
import { toDay } from '../../../kernel/clock/moment.js';
import { earlier, type PlainDate } from '../../../kernel/clock/plain-date.js';
import { possibleIssueForStart } from '../../../law/planner/planner.rules.js';
import { servedEndSql } from '../../../purchase/contracts/served-end.js';
import { PLANNABLE_METHODS } from '../../../law/planner/planner-types.js';
import type { BoughtBy, PathAfter, PurchaseAhead, ServedUnder } from '../line-facts.js';
import type { LineContract } from '../fact-types.js';
import type { Reader } from '../loading/frame-types.js';
import { factsSql } from '../loading/fact-fragments.queries.js';
import { addDaysInRange } from '../loading/judging.rules.js';
import type { LoadedFact } from '../loading/sourced.rules.js';

/** Days at the two ends of a contract in which its recipients are counted. */
export const COUNTED_DAYS = 90;

interface Row {
  line: string;
  served: { contract: string; named: boolean; first: number; last: number }[];
  bought: { contract: string; method: string | null }[];
  ahead: {
    id: string;
    key: string;
    method: string | null;
    issued: boolean;
    awarded: string | null;
    notices: LoadedFact[];
  }[];
}

/**
 * SQL: recipients of line `r` whom records of contract `w` name between two days. One record of each is looked for: a contract has hundreds of
 * records for each recipient.
 */
const servedRecipientsSql = (from: string, to: string): string => `
  (SELECT count(*)::integer FROM recipients q WHERE q.service_line_id = r.id AND EXISTS (
     SELECT FROM served_recipients p WHERE p.recipient_id = q.id AND p.contract_id = w.id AND p.served_on BETWEEN ${from} AND ${to}))`;

const BESIDE = `
  SELECT r.id AS line,
    (SELECT coalesce(json_agg(json_build_object('contract', w.id, 'named', EXISTS (
          SELECT FROM served_recipients p WHERE p.contract_id = w.id AND p.service_line_id = r.id),
        'first', ${servedRecipientsSql('w.day_one', `w.day_one + ${COUNTED_DAYS - 1}`)},
        'last', ${servedRecipientsSql(`w.day_last - ${COUNTED_DAYS - 1}`, 'w.day_last')})), '[]')
     FROM (SELECT c.id, c.window_start::date AS day_one, least(c.window_end::date, CASE WHEN length(e.ended) = 10 THEN e.ended::date END) AS day_last
           FROM line_contracts c CROSS JOIN LATERAL (SELECT ${servedEndSql('c')} AS ended) e WHERE c.service_line_id = r.id AND c.dataset = r.dataset AND c.conducted = 'here'
             AND length(c.window_start) = 10 AND length(c.window_end) = 10) w) AS served,
    (SELECT coalesce(json_agg(json_build_object('contract', c.id, 'method', t.method)), '[]')
     FROM line_contracts c JOIN tenders t ON t.id = c.tender_id WHERE c.service_line_id = r.id AND c.dataset = r.dataset) AS bought,
    (SELECT coalesce(json_agg(json_build_object('id', t.id, 'key', t.key, 'method', t.method,
        'issued', t.conducted = 'elsewhere' OR coalesce(t.state, 'draft') NOT IN ('draft', 'in_review', 'planned', 'intent_published'),
        'awarded', (SELECT max(a.awarded_on) FROM awards a WHERE a.tender_id = t.id AND a.stands), 'notices', ${factsSql('tender', 't.id', ['notice'])}) ORDER BY t.id), '[]')
     FROM tender_service_lines l JOIN tenders t ON t.id = l.tender_id
     WHERE l.service_line_id = r.id AND t.dataset = r.dataset
       AND t.state IS DISTINCT FROM 'failed' AND t.state IS DISTINCT FROM 'cancelled'
       AND (NOT EXISTS (SELECT FROM lots o WHERE o.tender_id = t.id)
         OR EXISTS (SELECT FROM lots o JOIN lot_service_lines s ON s.lot_id = o.id WHERE o.tender_id = t.id AND s.service_line_id = r.id
           AND o.state IS DISTINCT FROM 'failed' AND o.state IS DISTINCT FROM 'cancelled'))
       AND NOT EXISTS (SELECT FROM signed_contracts c WHERE c.tender_id = t.id AND (c.lot_id IS NULL
         OR EXISTS (SELECT FROM lot_service_lines s WHERE s.lot_id = c.lot_id AND s.service_line_id = r.id)))) AS ahead
  FROM service_lines r WHERE r.id = ANY ($1::uuid[])`;

/** What is known of a line beside its contracts' own facts. */
export interface BesideLine {
  served: ServedUnder[];
  bought: BoughtBy[];
  ahead: PurchaseAhead[];
}

/** Beside each line; `keys` says how its contracts are called. */
export async function loadBesideLines(
  reader: Reader,
  lines: readonly { id: string; keys: ReadonlyMap<string, string> }[],
): Promise<Map<string, BesideLine & { tenders: string[] }>> {
  const rows = await reader.query<Row>(BESIDE, [lines.map(({ id }) => id)]);
  const keysOf = new Map(lines.map(({ id, keys }) => [id, keys]));
  return new Map(
    rows.map((row) => {
      const key = (contract: string): string => keysOf.get(row.line)?.get(contract) ?? contract;
      return [
        row.line,
        {
          // Where no record names anybody nothing is known of who was served; who is named later was not served at first.
          served: row.served.map(({ contract, named, first, last }) => ({
            key: key(contract),
            first: named ? first : null,
            last: last === 0 ? null : last,
          })),
          bought: row.bought.map(({ contract, method }) => ({ key: key(contract), method })),
          ahead: row.ahead.map(toPurchaseAhead),
          tenders: row.ahead.map(({ id }) => id),
        },
      ];
    }),
  );
}

function toPurchaseAhead({ id, key, method, issued, awarded, notices }: Row['ahead'][number]): PurchaseAhead {
  const issuedOn = findIssueDay(notices);
  const underway = issuedOn === null && issued && { underway: { awardedOn: awarded } };
  return { key, record: `tender:${id}`, method, issuedOn, ...underway };
}

function findIssueDay(notices: readonly LoadedFact[]): string | null {
  const days = notices.flatMap(({ data }) => {
    const said = data['documentsFrom'] ?? data['publishedOn'];
    return typeof said === 'string' ? [isPartialDate(said) ? said : toDay(said)] : [];
  });
  return days.toSorted((a, b) => (earliestDay(a) < earliestDay(b) ? -1 : 1))[0] ?? null;
}

/** Of each contract that is not over on the day, and known to the day, the last days of issue of what would follow it. */
export function listPurchasePaths(
  contracts: readonly LineContract[],
  asOf: PlainDate,
  calendar: WorkingCalendar,
): PathAfter[] {
  return contracts.flatMap(({ key, window, terminatedOn }) => {
    const [planned, cut] = [exactDay(window.end), exactDay(terminatedOn)];
    const end = planned !== null && cut !== null ? earlier(planned, cut) : (cut ?? planned);
    const start = end === null || end < asOf ? null : addDaysInRange(end, 1);
    if (start === null) return [];
    return PLANNABLE_METHODS.map((method): PathAfter => {
      const issue = possibleIssueForStart(calendar, method, start);
      return {
        key: `${key}/${method}`,
        contract: key,
        method,
        possible: issue.certainty === 'known' ? issue.value : null,
      };
    });
  });
}
