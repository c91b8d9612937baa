import { earliestDay, latestDay, type PartialDate } from '../../../kernel/clock/partial-date.js';
import { iso, later, getYear, type PlainDate } from '../../../kernel/clock/plain-date.js';
import type { AgencyFacts, AwardFact, BodyRef, BuyerFacts } from '../body-facts.js';
import { disputedFields, type LoadedConflict } from '../purchases/disputes.rules.js';
import { toFrame, sortedIds, type LoadContext, type LoadedSubject, type Reader } from '../loading/frame-types.js';
import { loadReceivedScores } from './evaluator.queries.js';
import { daySql } from '../loading/fact-fragments.queries.js';
import { computeLeavingDay } from '../../indicators/s05-dependence.js';
import { judgeDay } from '../loading/judging.rules.js';

interface BodyRow {
  id: string;
  key: string;
  dataset: string;
  region: string | null;
  recorded_on: PlainDate;
  learned_on: PlainDate | null;
  known_until: PlainDate | null;
  lines: string[];
  conflicts: { lot: number | null; list: LoadedConflict[] }[];
}
interface AgencyRow extends BodyRow {
  contracts: {
    id: string;
    key: string;
    tender: string;
    buyer: { id: string; key: string; name: string } | null;
    amount: string | null;
    signedOn: PartialDate | null;
    start: PartialDate | null;
    end: PartialDate | null;
    terminatedOn: PartialDate | null;
  }[];
}

/** SQL: a body `o` as evidence names it. */
const BODY = (alias: string): string =>
  `CASE WHEN ${alias}.id IS NOT NULL THEN json_build_object('id', ${alias}.id, 'key', ${alias}.body_key, 'name', ${alias}.name) END`;

const COLUMNS = `o.id, o.key, o.dataset, o.region, ${daySql('o.recorded_at')} AS recorded_on`;

/**
 * SQL: the last day on which anything is known of what a body buys or supplies: the last of its service lines' where every
 * one of them says so. A dataset that ends leaves its bodies as they were then, and no years without contracts.
 */
const knownLinesSql = (lines: string): string => `
    SELECT CASE WHEN bool_and(r.known_until IS NOT NULL) THEN max(r.known_until)::text END AS known_until,
      coalesce(json_agg(r.id ORDER BY r.id), '[]') AS lines
    FROM service_lines r WHERE r.id IN (${lines})`;

const AGENCIES = `
  SELECT ${COLUMNS}, g.contracts, g.conflicts, ${daySql('g.learned')} AS learned_on, k.known_until, k.lines
  FROM organisations o CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object('id', c.id, 'key', c.key, 'tender', c.tender_id, 'buyer', ${BODY('b')}, 'amount', c.amount::text,
        'signedOn', c.signed_on, 'start', c.window_start, 'end', c.window_end, 'terminatedOn', c.terminated_on) ORDER BY c.id) AS contracts,
      json_agg(json_build_object('lot', c.lot_no, 'list', c.conflicts || c.tender_conflicts)) AS conflicts, max(c.learned_at) AS learned
    FROM signed_contracts c LEFT JOIN organisations b ON b.id = c.buyer_id WHERE c.supplier_id = o.id AND c.dataset = o.dataset
  ) g CROSS JOIN LATERAL (${knownLinesSql(`
      SELECT l.service_line_id FROM contract_service_lines l WHERE l.supplier_id = o.id AND l.dataset = o.dataset AND l.signed`)}) k
  WHERE o.id = ANY ($1::uuid[]) AND g.contracts IS NOT NULL ORDER BY o.id`;

/** Agencies with what they signed: of a body that never signed anything no rule has anything to say. */
export async function loadAgencies(
  reader: Reader,
  ids: readonly string[],
  { today }: LoadContext,
): Promise<LoadedSubject[]> {
  const rows = await reader.query<AgencyRow>(AGENCIES, [ids]);
  const received = await loadReceivedScores(
    reader,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const contracts = row.contracts.map((c) => ({
      key: c.key,
      record: `contract:${c.id}`,
      buyer: c.buyer && bodyRef(c.buyer),
      amount: c.amount,
      signedOn: c.signedOn,
      window: { start: c.start, end: c.end },
      terminatedOn: c.terminatedOn,
    }));
    const leaves = contracts.flatMap(({ signedOn, window }) => [
      ...(signedOn === null ? [] : [signedOn]),
      ...(signedOn === null && window.end !== null ? [window.end] : []),
    ]);
    const judging = judgeDay({
      today,
      learnedOn: getLearningDay(row),
      turns: leaves.flatMap((date) => [earliestDay(date), latestDay(date)].flatMap(entersAndLeaves)),
      knownUntil: row.known_until,
    });
    const facts: AgencyFacts = {
      subject: { type: 'agency', id: row.id, key: row.key },
      asOf: judging.asOf,
      conflicts: listDisputes(row),
      contracts,
    };
    return {
      frame: toFrame(row, {
        subject: facts.subject,
        bodies: [row.id],
        dueOn: judging.dueOn,
        uses: sortedIds([row.id, ...row.lines, ...row.contracts.flatMap((c) => [c.id, c.tender])]),
      }),
      facts: {
        agency: facts,
        evaluating: {
          subject: facts.subject,
          asOf: judging.asOf,
          conflicts: [],
          made: [],
          received: received.get(row.id) ?? [],
        },
      },
    };
  });
}

/** A contract weighs from the day it is signed on, and no more when its years are over. */
const entersAndLeaves = (day: PlainDate): PlainDate[] => {
  const last = computeLeavingDay(day);
  return last === null ? [day] : [day, last];
};

interface BuyerRow extends BodyRow {
  awards: {
    id: string;
    tender: string;
    tenderKey: string;
    lot: number;
    supplier: { id: string; key: string; name: string } | null;
    on: PartialDate | null;
  }[];
}

const BUYERS = `
  SELECT ${COLUMNS}, g.awards, g.conflicts, ${daySql('g.learned')} AS learned_on, k.known_until, k.lines
  FROM organisations o CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object('id', a.id, 'tender', t.id, 'tenderKey', t.key,
        'lot', l.no, 'supplier', ${BODY('s')}, 'on', a.awarded_on) ORDER BY a.id) AS awards,
      json_agg(json_build_object('lot', l.no, 'list', t.conflicts)) AS conflicts, max(t.last_fact_at) AS learned
    FROM tenders t JOIN awards a ON a.tender_id = t.id AND a.stands JOIN lots l ON l.id = a.lot_id
      LEFT JOIN organisations s ON s.id = a.supplier_id
    WHERE t.buyer_id = o.id AND t.dataset = o.dataset
  ) g CROSS JOIN LATERAL (${knownLinesSql(`
      SELECT l.service_line_id FROM tender_service_lines l WHERE l.buyer_id = o.id AND l.dataset = o.dataset`)}) k
  WHERE o.id = ANY ($1::uuid[]) AND g.awards IS NOT NULL ORDER BY o.id`;

/** Buyers with the awards of their purchases, judged year by year when a year is over. */
export async function loadBuyers(
  reader: Reader,
  ids: readonly string[],
  { today }: LoadContext,
): Promise<LoadedSubject[]> {
  const rows = await reader.query<BuyerRow>(BUYERS, [ids]);
  return rows.map((row) => {
    const judging = judgeDay({
      today,
      learnedOn: getLearningDay(row),
      turns: row.awards.flatMap(({ on }) => (on === null ? [] : listFollowingYears(on))),
      knownUntil: row.known_until,
    });
    const facts: BuyerFacts = {
      subject: { type: 'buyer', id: row.id, key: row.key },
      asOf: judging.asOf,
      conflicts: listDisputes(row),
      awards: row.awards.map((a): AwardFact => ({
        key: `${a.tenderKey}/${a.lot}`,
        record: `award:${a.id}`,
        supplier: a.supplier && bodyRef(a.supplier),
        on: a.on,
      })),
    };
    return {
      frame: toFrame(row, {
        subject: facts.subject,
        bodies: [row.id],
        dueOn: judging.dueOn,
        uses: sortedIds([row.id, ...row.lines, ...row.awards.map((a) => a.tender)]),
      }),
      facts: { buyer: facts },
    };
  });
}

/** An award counts when its year is over, and is looked back upon for three more. */
const YEARS_LOOKED_AT = 5;
const listFollowingYears = (on: PartialDate): (PlainDate | null)[] =>
  Array.from({ length: YEARS_LOOKED_AT }, (_, i) => getYear(latestDay(on)) + 1 + i).map((year) =>
    year > 9999 ? null : iso(year, 1, 1),
  );

const bodyRef = ({ id, key, name }: { id: string; key: string; name: string }): BodyRef => ({
  key,
  record: `organisation:${id}`,
  label: name,
});

const getLearningDay = (row: BodyRow): PlainDate =>
  row.learned_on === null ? row.recorded_on : later(row.recorded_on, row.learned_on);

const listDisputes = (row: BodyRow): string[] =>
  [...new Set(row.conflicts.flatMap(({ lot, list }) => disputedFields(list, lot)))].sort();
