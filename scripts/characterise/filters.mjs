/**
 * What a list is asked for: each documented filter and each order with a value that occurs in it and one that does not,
 * one that is no value at all, and what every list takes.
 */

export const NOBODY = '00000000-0000-4000-8000-000000000000';

/** Where an item says what a filter is about, where it is not called the same. */
const FIELDS = {
  supplier: ['supplier'],
  purchase: ['purchaseId'],
  serviceLine: ['serviceLine', 'serviceLines'],
  community: ['community', 'communities'],
  organisation: ['organisation', 'seats.organisation'],
  role: ['seats.role'],
  actor: ['actor'],
  region: ['region'],
  q: ['title'],
  externalId: ['externalIds'],
  deadlineAfter: ['deadline', 'publishedOn'],
  due: ['dueOn'],
  at: ['effectiveFrom'],
  month: ['since'],
  waitingDays: ['waiting.days'],
  subject: ['subject', 'rootCause'],
  recipient: ['recipients', 'recipient'],
  from: ['servedOn', 'from'],
  to: ['servedOn', 'to'],
  jurisdiction: ['jurisdiction'],
  method: ['method', 'methods'],
};

/** Values that are right in form and stand nowhere. */
const ABSENT = {
  region: '820000',
  within: '820000',
  dataset: 'import:nothing-such',
  creditCode: '91990000MA00000000',
  externalId: 'nothing-such:1',
  subject: `tender:${NOBODY}`,
  month: '1990-01',
  year: '1990',
  from: '1990-01-01',
  to: '1990-01-01',
  queue: 'nothing-such',
  action: 'nothing_such',
  deadlineAfter: '2090-01-01',
  due: '1990-01-01',
  at: '1990-01-01',
  waitingDays: '99999',
  assignee: 'me',
  jurisdiction: '820000',
  lot: '99',
};

/** Parameters of single answers, and of lists that show nothing without one. */
const FIXED = {
  '/api/v1/statistics/awards': {
    year: ['2017', '2018', '2023', '2025'],
    groupBy: null,
    dataset: ['study', 'fiction', 'import:notices', 'live'],
    region: ['990200', '990203'],
    within: ['990000'],
    category: ['ELDERLY_HOME_CARE'],
  },
  '/api/v1/statistics/coverage': {
    year: ['2019', '2024', '2025'],
    from: ['2018', '2024'],
    groupBy: null,
    dataset: ['study', 'fiction', 'live'],
    region: ['990200', '990203'],
    category: ['ELDERLY_HOME_CARE'],
  },
};

const OF_EVERY_LIST = ['limit=1', 'limit=200'];
const MALFORMED_OF_EVERY_LIST = [
  'limit=0',
  'limit=201',
  'limit=x',
  'cursor=nothing-such',
  'cursor=',
  'unknown=1',
  'limit=1&limit=2',
];

const values = (item, path) => {
  let found = [item];
  for (const key of path.split('.'))
    found = found.flatMap((at) => (at === null || typeof at !== 'object' ? [] : [at[key]])).flat();
  return found.filter((value) => value !== undefined && value !== null);
};

/** What an item says as a filter would be asked: an object by its id, an external id as `system:id`. */
function asked(name, value) {
  if (typeof value !== 'object') {
    if (name === 'q')
      return String(value)
        .replace(/^【虚构】/, '')
        .slice(2, 6);
    if (name === 'month') return String(value).slice(0, 7);
    if (/^(deadlineAfter|due|at|from|to)$/.test(name)) return /^\d{4}-\d\d-\d\d/.exec(value)?.[0] ?? null;
    return String(value);
  }
  if (name === 'externalId') return value.system === undefined ? null : `${value.system}:${value.id}`;
  if (name === 'subject') return value.type === undefined ? null : `${value.type}:${value.id}`;
  return value.id ?? null;
}

/** The values of a filter that occur among these items, the most frequent first; equal ones as they were met. */
function occurring(name, items) {
  const counts = new Map();
  for (const item of items)
    for (const path of FIELDS[name] ?? [name])
      for (const value of values(item, path)) {
        const text = asked(name, value);
        if (text !== null && text !== '') counts.set(text, (counts.get(text) ?? 0) + 1);
      }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([text]) => text);
}

function absent({ name, schema }, found) {
  if (schema.enum) return schema.enum.map(String).find((value) => !found.includes(value)) ?? null;
  if (ABSENT[name] !== undefined && !(schema.type === 'integer' && !/^\d+$/.test(ABSENT[name]))) return ABSENT[name];
  if (schema.format === 'uuid') return NOBODY;
  if (schema.format === 'date') return '1990-01-01';
  if (schema.format === 'date-time') return '2090-01-01T00:00:00Z';
  if (schema.type === 'integer') return '9998';
  return 'nothing-such';
}

/** The values with which one parameter is asked. */
function valuesOf(parameter, items, marks) {
  const { name, schema } = parameter;
  if (schema.format === 'date-time') return [...marks, absent(parameter, [])];
  const found = occurring(name, items);
  const some = name === 'dataset' || name === 'sort' ? found : [found[0], found.at(-1)];
  const all = name === 'sort' ? (schema.enum ?? []) : [];
  return [...new Set([...some, ...all, absent(parameter, found)])].filter((v) => v !== undefined && v !== null);
}

const PAGING = new Set(['limit', 'cursor', 'after', 'wait']);
const query = (pairs) => pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');

/** The queries with which a list is asked, given items that somebody saw in it. */
export function listQueries(route, items, marks) {
  const needed = route.query
    .filter((p) => p.required && !PAGING.has(p.name))
    .map((p) => [p.name, occurring(p.name, items)[0] ?? absent(p, [])]);
  const asks = route.query
    .filter((p) => !PAGING.has(p.name))
    .flatMap((p) =>
      valuesOf(p, items, marks).map((value) => query([...needed.filter(([name]) => name !== p.name), [p.name, value]])),
    );
  if (!route.isList) return asks;
  const base = needed.length > 0 ? `${query(needed)}&` : '';
  return [...asks, ...OF_EVERY_LIST.map((text) => base + text)];
}

/** What is refused for its form, whoever asks. */
export function malformedQueries(route) {
  const asks = route.query.filter((p) => !PAGING.has(p.name)).map((p) => `${p.name}=%21`);
  return [...asks, ...(route.isList ? MALFORMED_OF_EVERY_LIST : ['unknown=1'])];
}

/** The queries of what is no list: each parameter alone and, where several are fixed, each against each first one. */
export function singleQueries(route) {
  const fixed = FIXED[route.path];
  const known = (p) => fixed?.[p.name] ?? p.schema.enum?.map(String) ?? [ABSENT[p.name] ?? absent(p, [])];
  const needed = route.query.filter((p) => p.required);
  const first = needed.map((p) => [p.name, known(p)[0]]);
  const others = (name) => first.filter(([other]) => other !== name);
  const asks = route.query.flatMap((p) =>
    [...known(p), absent(p, [])].filter(Boolean).map((value) => query([...others(p.name), [p.name, value]])),
  );
  if (fixed) {
    const named = (name) => route.query.find((p) => p.name === name);
    for (const year of fixed.year)
      for (const dataset of fixed.dataset)
        for (const groupBy of known(named('groupBy')))
          asks.push(
            query([
              ['year', year],
              ['dataset', dataset],
              ['groupBy', groupBy],
            ]),
          );
    if (named('within'))
      asks.push(
        query([
          ['year', '2018'],
          ['region', fixed.region[0]],
          ['within', fixed.within[0]],
        ]),
      );
  }
  return [...new Set(asks)];
}
