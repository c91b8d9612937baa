import { maskName } from '../../../kernel/identity/mask-name.js';
import type { BidderRegistration, PersonRef, RelationDays } from '../fact-types.js';
import type { Reader } from '../loading/frame-types.js';

type Span = Pick<RelationDays, 'since' | 'until'>;
interface RegistrationRow {
  id: string;
  relations_known: boolean;
  persons: ({ relation: string; key: string; name: string } & Span)[];
  founders: ({ key: string; name: string } & Span)[];
  controls: ({ relation: 'holding' | 'management'; key: string } & Span)[];
}

const REGISTRATIONS = `
  SELECT b.id, b.relations_known,
    (SELECT coalesce(json_agg(json_build_object('relation', p.relation, 'key', p.person_key, 'name', p.name,
       'since', p.since, 'until', p.until)
       ORDER BY p.relation, p.person_key), '[]')
     FROM organisation_persons p WHERE p.organisation_id = b.id) AS persons,
    (SELECT coalesce(json_agg(json_build_object('key', h.holder_key, 'name', h.holder_name,
       'since', h.since, 'until', h.until) ORDER BY h.holder_key), '[]')
     FROM organisation_holdings h WHERE h.organisation_id = b.id AND h.relation = 'founder') AS founders,
    (SELECT coalesce(json_agg(json_build_object('relation', h.relation, 'key', h.body_key,
       'since', h.since, 'until', h.until) ORDER BY h.body_key), '[]')
     FROM organisation_holdings h WHERE h.held_by = b.id AND h.relation IN ('holding', 'management')) AS controls
  FROM organisations b WHERE b.id = ANY ($1::uuid[])`;

/**
 * What the register says of bidders. A list that is empty is known to be empty only where the statement about the body
 * is complete; a body about which nothing at all is registered is left out.
 */
export async function loadRegistrations(
  reader: Reader,
  ids: readonly string[],
): Promise<Map<string, BidderRegistration>> {
  if (ids.length === 0) return new Map();
  const rows = await reader.query<RegistrationRow>(REGISTRATIONS, [ids]);
  return new Map(rows.flatMap((row) => (says(row) ? [[row.id, toRegistration(row)]] : [])));
}

const says = (row: RegistrationRow): boolean =>
  row.relations_known || row.persons.length > 0 || row.founders.length > 0 || row.controls.length > 0;

function toRegistration(row: RegistrationRow): BidderRegistration {
  const toKnownList = <T>(list: T[]): T[] | null => (list.length > 0 || row.relations_known ? list : null);
  const persons = (relation: string): PersonRef[] =>
    row.persons.filter((p) => p.relation === relation).map((p) => ({ key: p.key, label: maskName(p.name) }));
  const bodies: PersonRef[] = row.founders.map((body) => ({ key: `body:${body.key}`, label: body.name }));
  const controls = (relation: string): string[] =>
    row.controls.filter((c) => c.relation === relation).map((c) => c.key);
  return {
    record: `organisation:${row.id}`,
    heads: toKnownList(persons('head')),
    holds: toKnownList(controls('holding')),
    manages: toKnownList(controls('management')),
    founders: toKnownList([...persons('founder'), ...bodies]),
    ...listDays(row),
  };
}

const FIELDS = { head: 'heads', founder: 'founders', holding: 'holds', management: 'manages' } as const;

/** What is registered with a day. */
function listDays({ persons, founders, controls }: RegistrationRow): Pick<BidderRegistration, 'days'> {
  const spans = [
    ...persons,
    ...founders.map((body) => ({ ...body, relation: 'founder', key: `body:${body.key}` })),
    ...controls,
  ];
  const days = spans.flatMap(({ relation, key, since, until }): RelationDays[] => {
    const field = Object.hasOwn(FIELDS, relation) ? FIELDS[relation as keyof typeof FIELDS] : null;
    return field === null || (since === null && until === null) ? [] : [{ relation: field, key, since, until }];
  });
  return days.length === 0 ? {} : { days };
}
