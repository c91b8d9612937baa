import { createHash } from 'node:crypto';
import { shareCalls } from '../../../kernel/database/batches/side-by-side.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { jointBuyerNamesSql } from '../conducted/terms/joint-buyers.queries.js';
import { inForce, indexOrigins, isActive } from '../recording/facts-in-force.rules.js';
import type { FactSource, Moment, PartialDate, TenderFactData } from '../recording/fact-types.js';
import { computePassedTime } from '../purchases/purchase.rules.js';

/** Kinds of facts that were published as a notice, and as which. */
const NOTICE_KINDS: Record<string, string> = {
  intention: 'intent',
  notice: 'tender',
  correction: 'correction',
  award: 'result',
  contract: 'contract',
  failure: 'failure',
  cancellation: 'failure',
  acceptance: 'acceptance',
  evaluation: 'evaluation',
};

interface SourcedFact {
  id: string;
  kind: string;
  data: object;
  source: FactSource;
  replaces: string | null;
  replacedBy: string | null;
}
/** A notice as it is stored. `title` null: that of its tender. `raw` is the row of the file that brought it. */
interface Notice {
  key: string;
  kind: string;
  title: string | null;
  published: PartialDate | null;
  url: string | null;
  reference: string | null;
  deadline: Moment | null;
  raw: object | null;
}

/** Of which tender a notice is, or of which of its contracts. */
interface NoticeOf {
  tender: string;
  contract: string | null;
}

const hash = (...parts: unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** A notice with what else makes it one, before it has its key. */
type KeyedNotice = Omit<Notice, 'key'> & { parts: readonly unknown[] };

/** The notice that a fact was read from; null where it was read elsewhere or its kind is not published as one. */
function findNotice(fact: SourcedFact, contract: string | null): KeyedNotice | null {
  const { singleSource, deadline, publishedOn } = fact.data as {
    singleSource?: boolean;
    deadline?: Moment;
    publishedOn?: PartialDate;
  };
  const { reference = null, url = null } = fact.source;
  const kind = fact.kind === 'notice' && singleSource ? 'single_source' : NOTICE_KINDS[fact.kind];
  if (fact.source.kind !== 'notice' || kind === undefined) return null;
  const published = fact.source.publishedOn ?? publishedOn ?? null;
  const parts = ['fact', contract, kind, published, url, reference];
  return { parts, kind, title: null, published, url, reference, deadline: deadline ?? null, raw: null };
}

/**
 * What notices say of their tender: of a draft what its intent said, as its public row does (`publish_tenders`). Documents that are
 * being issued have their first revision before the tender's row says so.
 */
const ABOUT = `tender t LEFT JOIN organisation o ON o.id = t.buyer_id CROSS JOIN LATERAL (
    SELECT t.intended IS NOT NULL AND NOT EXISTS (SELECT FROM tender_revision v WHERE v.tender_id = t.id) AS drafted
  ) w CROSS JOIN LATERAL (
    SELECT t.title, t.region, t.region_text, t.category, t.method,
      (SELECT string_agg(name, ' ' ORDER BY no) FROM lot WHERE tender_id = t.id) AS names WHERE NOT w.drafted
    UNION ALL
    SELECT i ->> 'title', i ->> 'region', i ->> 'regionText', i ->> 'category', i ->> 'method',
      (SELECT string_agg(said ->> 'name', ' ' ORDER BY (said ->> 'no')::integer) FROM jsonb_array_elements(i -> 'lots') AS said)
    FROM (SELECT t.intended AS i) intent WHERE w.drafted
  ) d CROSS JOIN LATERAL (
    SELECT nullif(concat_ws('、', o.name, CASE WHEN NOT w.drafted THEN ${jointBuyerNamesSql('t')} END), '') AS buyers
  ) b`;
/** What a search looks through. */
const searchTextSql = (title: string): string =>
  `regexp_replace(concat_ws(' ', ${title}, b.buyers, d.region_text, d.names), '\\s+', ' ', 'g')`;

/** The ids $2 beside the rows are for the planner, which takes rows of JSON for a hundred and would look for each in the whole table. */
const INSERT = `
  INSERT INTO notice (dataset, tender_id, contract_id, key, kind, title, published_on, url, reference, deadline, deadline_at,
    region, region_text, category, method, buyer_name, search_text, raw)
  SELECT t.dataset, t.id, g.contract, g.key, g.kind, coalesce(g.title, d.title), g.published, g.url, g.reference, g.deadline,
    g."deadlineAt", d.region, d.region_text, d.category, d.method, b.buyers, ${searchTextSql('coalesce(g.title, d.title)')}, g.raw
  FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (tender uuid, contract uuid, key text, kind text, title text, published text, url text,
      reference text, deadline text, "deadlineAt" timestamptz, raw jsonb)) WITH ORDINALITY
    AS g(tender, contract, key, kind, title, published, url, reference, deadline, "deadlineAt", raw, n), ${ABOUT}
  WHERE t.id = ANY ($2::uuid[]) AND t.id = g.tender`;
const WRITE = `
  ORDER BY g.n
  ON CONFLICT (tender_id, key) DO UPDATE SET kind = EXCLUDED.kind, title = EXCLUDED.title,
    published_on = EXCLUDED.published_on, url = EXCLUDED.url, deadline = EXCLUDED.deadline,
    deadline_at = EXCLUDED.deadline_at, region = EXCLUDED.region, region_text = EXCLUDED.region_text,
    category = EXCLUDED.category, method = EXCLUDED.method, buyer_name = EXCLUDED.buyer_name,
    search_text = EXCLUDED.search_text, raw = EXCLUDED.raw,
    updated_at = clock_timestamp()`;

const parameters = (notices: readonly (Notice & NoticeOf)[]): string =>
  JSON.stringify(
    notices.map((n) => ({ ...n, deadlineAt: n.deadline === null ? null : computePassedTime(n.deadline) })),
  );

/**
 * Corrections of documents that are issued here are notices of their own, also where several have one day and no address, or one
 * address: each by its place among those that ever looked alike, in the order in which they came to look so. What was said
 * never changes, so that a notice keeps its id when another is given its address. Recorded elsewhere, several facts may be
 * read from one correction.
 */
async function placeCorrections(tx: Tx, tender: string, facts: readonly SourcedFact[]): Promise<Map<string, number>> {
  const placeOf = new Map<string, number>();
  const originOf = indexOrigins(facts);
  const formatLook = (fact: SourcedFact): string => JSON.stringify(findNotice(fact, null)?.parts ?? fact.id);
  /** By how they look: corrections, each by the first fact that said it, in the order in which they came to look so. */
  const alike = new Map<string, string[]>();
  for (const fact of facts) {
    if (fact.kind !== 'correction') continue;
    const [look, origin] = [formatLook(fact), originOf(fact.id)];
    const known = alike.get(look) ?? [];
    if (!known.includes(origin)) alike.set(look, [...known, origin]);
    if (isActive(fact)) placeOf.set(fact.id, (alike.get(look) ?? []).indexOf(origin));
  }
  if ([...placeOf.values()].every((place) => place === 0)) return placeOf;
  return (await isConductedHere(tx, tender)) ? placeOf : new Map<string, number>();
}

const isConductedHere = async (tx: Tx, tender: string): Promise<boolean> =>
  (await tx.query(`SELECT FROM tender WHERE id = $1 AND conducted = 'here'`, [tender])).length > 0;

/**
 * Results that were published here and in whose place another supplier was chosen later: each was a publication of its own, which
 * stays where it is. Recorded elsewhere, another name is the correction of a mistake.
 */
async function listSupersededResults(tx: Tx, tender: string, facts: readonly SourcedFact[]): Promise<SourcedFact[]> {
  const readSupplier = ({ data }: SourcedFact) => (data as TenderFactData['award']).supplier?.organisation;
  const superseded = facts.filter((fact) => {
    const later = fact.kind === 'award' ? facts.find(({ id }) => id === fact.replacedBy) : undefined;
    return later !== undefined && readSupplier(later) !== readSupplier(fact);
  });
  return superseded.length > 0 && (await isConductedHere(tx, tender)) ? superseded : [];
}

/**
 * One public notice for each publication that facts in force were read from, of a tender or of one of its contracts. A
 * notice whose facts were all corrected to another source is gone, but for a result in whose place another was decided. Notices that a
 * file brought are left alone.
 */
export async function projectNotices(
  tx: Tx,
  tender: string,
  contract: string | null,
  facts: readonly SourcedFact[],
): Promise<void> {
  const notices = new Map<string, Notice>();
  const placeOf = await placeCorrections(tx, tender, facts);
  for (const fact of [...(await listSupersededResults(tx, tender, facts)), ...inForce(facts)]) {
    const found = findNotice(fact, contract);
    if (found === null) continue;
    const { parts, ...notice } = found;
    const place = placeOf.get(fact.id) ?? 0;
    const key = hash(...parts, ...(place > 0 ? [place] : []));
    notices.set(key, { ...notice, key, deadline: notices.get(key)?.deadline ?? notice.deadline });
  }
  if (notices.size === 0 && facts.every((f) => f.replaces === null)) return;
  const of = { tender, contract };
  await writeNotices(tx, { of, notices: [...notices.values()].map((notice) => ({ ...notice, ...of })) });
}

const writeNotices = shareCalls(
  async (tx, calls: readonly { of: NoticeOf; notices: readonly (Notice & NoticeOf)[] }[]) => {
    const notices = calls.flatMap((call) => call.notices);
    await tx.postponeQuery(
      `WITH gone AS (
       DELETE FROM notice n USING jsonb_to_recordset($3::jsonb) AS s(tender uuid, contract uuid)
       WHERE n.tender_id = ANY ($2::uuid[]) AND n.tender_id = s.tender AND n.contract_id IS NOT DISTINCT FROM s.contract AND n.raw IS NULL
         AND NOT EXISTS (SELECT FROM unnest($4::uuid[], $5::text[]) AS k(tender, key) WHERE k.tender = n.tender_id AND k.key = n.key)
     ) ${INSERT} AND NOT EXISTS (
       SELECT FROM notice f WHERE f.tender_id = ANY ($2::uuid[]) AND f.tender_id = g.tender AND f.raw IS NOT NULL
         AND f.reference = g.reference) ${WRITE}`,
      [
        parameters(notices),
        calls.map(({ of }) => of.tender),
        JSON.stringify(calls.map(({ of }) => of)),
        notices.map((notice) => notice.tender),
        notices.map(({ key }) => key),
      ],
    );
    return calls.map(() => undefined);
  },
);

/** The notice that one row of a file is, also where it proves nothing. */
export const putNotice = (
  tx: Tx,
  tender: string,
  row: Omit<Notice, 'key'> & { reference: string; raw: object },
): Promise<void> => putNotices(tx, { ...row, tender, contract: null, key: hash('row', row.reference) });

const putNotices = shareCalls(async (tx, notices: readonly (Notice & NoticeOf)[]) => {
  await tx.query(`${INSERT} ${WRITE}`, [parameters(notices), notices.map(({ tender }) => tender)]);
  return notices.map(() => undefined);
});

/** The tender changed: its notices say so too. The title of a file's row stays as it was published. */
export async function refreshNotices(tx: Tx, tender: string): Promise<void> {
  const title = `CASE WHEN n.raw IS NULL THEN d.title ELSE n.title END`;
  await tx.query(
    `UPDATE notice n SET title = ${title}, region = d.region, region_text = d.region_text, category = d.category,
       method = d.method, buyer_name = b.buyers, search_text = ${searchTextSql(title)}, updated_at = clock_timestamp()
     FROM ${ABOUT} WHERE t.id = $1 AND n.tender_id = $1`,
    [tender],
  );
}
