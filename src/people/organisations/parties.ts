import { NO_BODY } from '../../kernel/access/principal.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { distinct, PartyDirectory, type KnownBody, type PartyRef } from './party-directory.js';

const COLUMNS = 'id, name, credit_code, region, merged_into';

/** The record that a party names, and the one in which that body goes on where it was merged. */
export interface ResolvedParty {
  id: string;
  mergedInto: string | null;
}

/** The ids of the records that parties name, in their order; see `resolvePartyRecords`. */
export async function resolveParties(
  tx: Tx,
  dataset: string,
  given: readonly PartyRef[],
  pointer: (index: number) => string,
): Promise<(string | null)[]> {
  return (await resolvePartyRecords(tx, dataset, given, pointer)).map((record) => record?.id ?? null);
}

/**
 * The records of named parties, in their order; bodies that are not known yet are made. A party that names nothing is null.
 * Few statements however many parties there are. `pointer` says where in the request the nth party stands. No merge of a record
 * that is named begins or ends before this unit of work is over.
 */
export async function resolvePartyRecords(
  tx: Tx,
  dataset: string,
  given: readonly PartyRef[],
  pointer: (index: number) => string,
): Promise<(ResolvedParty | null)[]> {
  const parties = given.map((p) => ({ ...p, creditCode: p.creditCode?.toUpperCase() }));
  const directory = new PartyDirectory(await knownBodies(tx, dataset, parties));
  const stranger = parties.findIndex((party) => party.organisation && !directory.find(party));
  if (stranger >= 0)
    throw Problem.ofField('dataset_mismatch', `${pointer(stranger)}/organisation`, {
      en: 'There is no such organisation in this dataset',
      zh: '该数据集中没有此组织',
    });
  const unknown = distinct(parties.filter((p) => (p.creditCode || p.name) && !p.organisation && !directory.find(p)));
  if (unknown.length > 0) {
    await identify(tx, dataset, directory, unknown);
    await create(
      tx,
      dataset,
      directory,
      unknown.filter((p) => !directory.find(p)),
    );
  }
  return parties.map((party) => {
    const body = directory.find(party);
    return body ? { id: body.id, mergedInto: body.merged_into ?? null } : null;
  });
}

function knownBodies(tx: Tx, dataset: string, parties: readonly PartyRef[]): Promise<KnownBody[]> {
  const listPresentValues = (values: (string | null | undefined)[]) => [...new Set(values.filter((v) => v))];
  return tx.query<KnownBody>(
    `WITH a AS (SELECT ${COLUMNS} FROM organisation WHERE dataset = $1 AND id = ANY ($2::uuid[]) FOR KEY SHARE),
       b AS (SELECT ${COLUMNS} FROM organisation WHERE dataset = $1 AND credit_code = ANY ($3::text[]) FOR KEY SHARE),
       c AS (SELECT ${COLUMNS} FROM organisation WHERE dataset = $1 AND name = ANY ($4::text[]) FOR KEY SHARE)
     SELECT ${COLUMNS} FROM a UNION SELECT ${COLUMNS} FROM b UNION SELECT ${COLUMNS} FROM c`,
    [
      dataset,
      listPresentValues(parties.map((p) => p.organisation)),
      listPresentValues(parties.map((p) => p.creditCode)),
      listPresentValues(parties.map((p) => p.name)),
    ],
  );
}

/**
 * A body known by its name alone gets the credit code it is now given. One that another transaction gave a code meanwhile has that
 * one: with a code of its own the party is another body, as it would have been after it.
 */
async function identify(
  tx: Tx,
  dataset: string,
  directory: PartyDirectory,
  parties: readonly PartyRef[],
): Promise<void> {
  const findNameless = ({ creditCode, name }: PartyRef) =>
    creditCode && name ? directory.findNamelessBody(name) : undefined;
  const nameless = parties.flatMap((party) => findNameless(party)?.id ?? []);
  if (nameless.length === 0) return;
  const locked = await tx.query<KnownBody>(
    `SELECT ${COLUMNS} FROM organisation WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
    [nameless],
  );
  for (const body of locked) directory.add(body);
  const found: KnownBody[] = [];
  for (const party of parties) {
    const { creditCode } = party;
    const body = findNameless(party);
    // A record that was merged is the other one's name: with a code of its own this is a third body.
    if (!body || !creditCode || body.merged_into) continue;
    const identified = { ...body, credit_code: creditCode };
    directory.add(identified);
    found.push(identified);
  }
  if (found.length === 0) return;
  await tx.query(
    `UPDATE organisation o SET credit_code = g.code, version = version + 1, updated_at = clock_timestamp()
     FROM unnest($1::uuid[], $2::text[]) AS g(id, code) WHERE o.id = g.id`,
    [found.map((b) => b.id), found.map((b) => b.credit_code)],
  );
  await tx.recordAll(
    found.map((b) => ({
      aggregate: 'organisation',
      id: b.id,
      action: 'identified',
      data: { creditCode: b.credit_code },
      dataset,
      ...computeAudience(tx, b),
    })),
  );
}

async function create(tx: Tx, dataset: string, directory: PartyDirectory, parties: readonly PartyRef[]): Promise<void> {
  if (parties.length === 0) return;
  // In one order everywhere, so that two recordings that name the same new bodies do not wait for each other in a ring.
  const made = await tx.query<KnownBody>(
    `INSERT INTO organisation (dataset, name, credit_code)
     SELECT $1, g.name, g.code FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS g(name, code, n) ORDER BY g.n
     ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`,
    [dataset, parties.map((p) => p.name ?? p.creditCode), parties.map((p) => p.creditCode ?? null)],
  );
  for (const body of made) directory.add(body);
  await tx.recordAll(
    made.map((b) => ({
      aggregate: 'organisation',
      id: b.id,
      action: 'created',
      data: { creditCode: b.credit_code },
      dataset,
      ...computeAudience(tx, b),
    })),
  );
  if (made.length === parties.length) return;
  // Another transaction made the rest while this one waited for it.
  for (const body of await knownBodies(tx, dataset, parties)) directory.add(body);
}

/** Who hears of a body: itself, those who named it, and who oversees its region, or theirs as long as its own is unknown. */
export function computeAudience(tx: Tx, { id, region }: Pick<KnownBody, 'id' | 'region'>) {
  const { seats } = tx.principal;
  return {
    tenants: [...new Set([id, ...seats.map((seat) => seat.organisation)])].filter((body) => body !== NO_BODY),
    region: region ?? seats.find((seat) => seat.region !== null)?.region ?? null,
  };
}

/**
 * SQL: the business key of the body that a name alone means in a dataset, as when a fact names it: the body that has only that
 * name, else the one identified body of that name. Where nobody or several are called so, the name stands for itself.
 */
export const bodyKeyOfNameSql = (dataset: string, name: string): string => `
  coalesce((SELECT CASE WHEN bool_or(n.credit_code IS NULL) THEN min(coalesce(i.credit_code, i.name)) WHEN count(*) = 1 THEN min(n.credit_code) END
    FROM organisation n LEFT JOIN organisation i ON i.id = n.merged_into WHERE n.dataset = ${dataset} AND n.name = ${name}), ${name})`;
