import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { earliestDay } from '../../../kernel/clock/partial-date.js';
import { percent } from '../../../kernel/money/money.js';
import { findCategory } from '../../../law/code-lists/code-lists.js';
import { listStandardContents } from '../../../law/code-lists/content-lists.js';
import { toldResponse, type Answered } from '../../../care/surveys/results/results.rules.js';
import { toldShares } from '../../../care/surveys/results/shares.rules.js';
import { loadHeldSurveys, type HeldSurvey } from '../../../care/surveys/results/held-surveys.queries.js';
import type { Standard } from '../../../purchase/tenders/conducted/terms/terms-types.js';
import type { Promised, ServiceFacts, SupplyFacts, SurveyHeld, WorkDone } from '../practice-facts.js';
import type { LoadContext, Reader } from '../loading/frame-types.js';
import { addDaysInRange } from '../loading/judging.rules.js';
import { categoryFacts } from '../loading/sourced.rules.js';

/** A contract as the rules of family 4 need it beside its frame. */
export interface PracticeContract {
  id: string;
  category: string | null;
  conducted: 'here' | 'elsewhere';
  start: string | null;
  supplier_id: string | null;
}

interface ServiceRow {
  id: string;
  standards: Standard[] | null;
  supplier: {
    key: string;
    name: string;
    kind: string | null;
    fields: string[];
    licensed: number | null;
    staff: number | null;
  } | null;
  work: Omit<WorkDone, 'key'>[];
  days: NonNullable<ServiceFacts['days']>;
}

const COUNTED = ['records', 'minutes', 'visits'];
/** SQL: by what is counted, over how many days alike the sums of the days `w` would be spread that much. */
const effectiveDaysSql = (which: string): string =>
  `jsonb_build_object(${COUNTED.map((of) => {
    const sum = `w.${of}${which}`;
    return `'${of}', coalesce(div(sum(${sum}) * sum(${sum}), nullif(sum(${sum} * ${sum}), 0)), 0)`;
  }).join(', ')})`;
/** Sums of records are read from the days, of which each contract has some hundreds. */
const SERVICE = `
  SELECT c.id, CASE WHEN c.conducted = 'here' THEN coalesce(c.content -> 'standards', '[]') END AS standards,
    (SELECT jsonb_build_object('key', o.body_key, 'name', o.name, 'kind', o.kind, 'fields', to_jsonb(o.categories),
       'licensed', o.licensed_workers, 'staff', o.full_time_staff) FROM organisations o WHERE o.id = c.supplier_id) AS supplier,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('form', d.form, 'content', d.content, 'withinContract', d.within,
       'records', d.records, 'minutes', d.minutes, 'visits', d.visits)), '[]')
     FROM (SELECT form, nullif(content_code, '') AS content, within_contract AS within, sum(records)::integer AS records,
         sum(minutes)::float8 AS minutes, sum(visits)::float8 AS visits
       FROM service_days WHERE contract_id = c.id GROUP BY 1, 2, 3 HAVING sum(records) > 0) d) AS work,
    (SELECT jsonb_build_object('within', ${effectiveDaysSql('_within')}, 'all', ${effectiveDaysSql('')})
     FROM (SELECT ${COUNTED.map((of) => `sum(${of}::numeric) AS ${of}, coalesce(sum(${of}::numeric) FILTER (WHERE within_contract), 0) AS ${of}_within`).join(', ')}
       FROM service_days WHERE contract_id = c.id GROUP BY served_on) w) AS days
  FROM contracts c WHERE c.id = ANY ($1::uuid[])`;

export interface LoadedService {
  service: Omit<ServiceFacts, 'subject' | 'asOf' | 'conflicts'>;
  supply: Omit<SupplyFacts, 'subject' | 'asOf' | 'conflicts'>;
}

/** What was promised and done under contracts, and by whom. */
export async function loadService(
  reader: Reader,
  contracts: readonly PracticeContract[],
  { today }: LoadContext,
): Promise<Map<string, LoadedService>> {
  const rows = await reader.query<ServiceRow>(SERVICE, [contracts.map(({ id }) => id)]);
  const of = new Map(contracts.map((contract) => [contract.id, contract]));
  return new Map(
    rows.flatMap((row) => {
      const contract = of.get(row.id);
      return contract === undefined ? [] : [[row.id, toService(row, contract, today)] as const];
    }),
  );
}

function toService(
  { standards, supplier, work, days }: ServiceRow,
  contract: PracticeContract,
  today: PlainDate,
): LoadedService {
  const category = categoryFacts(contract.category);
  const here = contract.conducted === 'here';
  return {
    service: {
      category,
      contents: listStandardContents(contract.category).toSorted(),
      begun: contract.start !== null && earliestDay(contract.start) <= today,
      work: here
        ? work.map((done) => ({ key: `${done.form}/${done.content ?? '-'}/${done.withinContract}`, ...done }))
        : null,
      days: here ? days : null,
      promised: standards?.map(toPromise) ?? null,
    },
    supply: {
      category,
      publicService: findCategory(contract.category ?? '')?.publicService ?? null,
      supplier: supplier && {
        key: supplier.key,
        record: `organisation:${contract.supplier_id ?? ''}`,
        name: supplier.name,
      },
      kind: supplier?.kind ?? null,
      fields: supplier === null || supplier.fields.length === 0 ? null : supplier.fields.toSorted(),
      licensed: supplier?.licensed ?? null,
      staff: supplier?.staff ?? null,
    },
  };
}

const toPromise = ({ no, target = null, unit = null, measure = null }: Standard): Promised => ({
  key: String(no),
  of: measure?.of ?? null,
  form: measure?.form ?? null,
  content: measure?.content ?? null,
  target,
  unit,
});

export interface LoadedSurveys {
  surveys: SurveyHeld[];
  /** The days after which those that run have ended. */
  ends: (PlainDate | null)[];
}

/**
 * Surveys of contracts, by contract: what those that are over came to, and when the others will be. One of which no slip was
 * ever printed asked nobody.
 */
export async function loadSurveys(reader: Reader, contracts: readonly string[]): Promise<Map<string, LoadedSurveys>> {
  const rows = await loadHeldSurveys(reader, contracts);
  const found = new Map<string, LoadedSurveys>();
  for (const row of rows) {
    const loaded = found.get(row.contract_id) ?? { surveys: [], ends: [] };
    if (row.over && row.asked) loaded.surveys.push(toSurveyFacts(row));
    if (!row.over) loaded.ends.push(addDaysInRange(row.closes_on, 1));
    found.set(row.contract_id, loaded);
  }
  return found;
}

/**
 * What it came to, as anybody is told it and no further: a finding, and the hash of what it read, would tell the rest. Fewer
 * than five answers are no number here, and every rule takes that for few.
 */
function toSurveyFacts({ id, purpose, closes_on, questions, strata, named, frame }: HeldSurvey): SurveyHeld {
  const sum = (of: (stratum: Answered) => number): number => strata.reduce((total, stratum) => total + of(stratum), 0);
  const at = questions.findIndex(({ about }) => about === 'received');
  const question = questions[at];
  const told = question === undefined ? null : toldShares(strata, question, at);
  const received = told?.answers?.find(({ values }) => values[0] === 'true')?.estimate ?? null;
  return {
    key: `${purpose}/${closes_on}`,
    record: `survey:${id}`,
    closesOn: closes_on,
    population: sum((s) => s.population),
    sampled: sum((s) => s.sampled),
    answered: toldResponse(strata).answered,
    received: received && {
      share: received.share,
      bound: received.bound,
      low: received.low,
      high: received.high,
    },
    withheld: received === null ? (told?.withheld ?? null) : null,
    recorded: question === undefined ? null : percent(named, frame),
  };
}
