/** What the standard says of a release, beyond its schema; each answers the places that break it. */
export type Json = Record<string, unknown>;
type Rule = (release: Json) => string[];

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);
const part = (value: unknown): Json => (isObject(value) ? value : {});

/** Every value with the names that lead to it. */
function* walk(value: unknown, path = ''): Generator<[string, unknown]> {
  yield [path, value];
  if (Array.isArray(value)) for (const each of value) yield* walk(each, `${path}[]`);
  else if (isObject(value)) for (const [name, each] of Object.entries(value)) yield* walk(each, `${path}/${name}`);
}
const placesWhere = (release: Json, isWrong: (path: string, value: unknown) => boolean): string[] =>
  [...walk(release)].filter(([path, value]) => isWrong(path, value)).map(([path, value]) => `${path}=${String(value)}`);

/** From the code lists of 1.1.5, and bidStatus of the extension for bids at v1.1.5. */
const TENDER_STATUS = ['planning', 'planned', 'active', 'cancelled', 'unsuccessful', 'complete', 'withdrawn'];
const CODES: Readonly<Record<string, readonly string[]>> = {
  '/tender/status': TENDER_STATUS,
  '/tender/lots[]/status': TENDER_STATUS,
  '/tender/procurementMethod': ['open', 'selective', 'limited', 'direct'],
  '/tender/mainProcurementCategory': ['goods', 'works', 'services'],
  '/awards[]/status': ['pending', 'active', 'cancelled', 'unsuccessful'],
  '/contracts[]/status': ['pending', 'active', 'cancelled', 'terminated'],
  '/bids/details[]/status': ['invited', 'pending', 'valid', 'disqualified', 'withdrawn'],
  '/contracts[]/implementation/milestones[]/status': ['scheduled', 'met', 'notMet', 'partiallyMet'],
  '/contracts[]/implementation/milestones[]/type': ['delivery', 'assessment'],
  '/initiationType': ['tender'],
};
const ROLES = ['buyer', 'procuringEntity', 'tenderer', 'supplier', 'payer', 'payee'];
const TAGS = [
  ...['planning', 'tender', 'tenderAmendment', 'tenderCancellation', 'award', 'contract', 'implementation'],
  ...['contractAmendment', 'contractTermination', 'compiled'],
];
const DATE_TIME = /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d\+08:00$/;
const DATES = /\/(date|startDate|endDate|dueDate|dateMet|dateSigned|datePublished|dateAnswered)$/;
const REFERENCES = /\/(buyer|procuringEntity|payer|payee|suppliers\[\]|tenderers\[\])$/;

const hasMembers = (object: Json, path: string, ...members: string[]): string[] =>
  members.filter((member) => object[member] === undefined || object[member] === '').map((m) => `${path}/${m}`);
const repeated = (ids: unknown[]): string[] => ids.filter((id, i) => ids.indexOf(id) !== i).map(String);

export const RULES: Readonly<Record<string, Rule>> = {
  'has the members that the schema requires': (release) => [
    ...hasMembers(release, '', 'ocid', 'id', 'date', 'tag', 'initiationType'),
    ...hasMembers(part(release['tender']), '/tender', 'id'),
    ...list(release['parties']).flatMap((each) => hasMembers(each, '/parties', 'id', 'name', 'identifier', 'roles')),
    ...list(release['awards']).flatMap((each) => hasMembers(each, '/awards', 'id')),
    ...list(release['contracts']).flatMap((each) => hasMembers(each, '/contracts', 'id', 'awardID')),
    ...list(part(release['bids'])['details']).flatMap((each) => hasMembers(each, '/bids/details', 'id')),
  ],
  'has codes of the code lists alone': (release) => [
    ...placesWhere(release, (path, value) => CODES[path]?.includes(value as string) === false),
    ...(release['tag'] as string[]).filter((tag) => !TAGS.includes(tag)),
    ...list(release['parties']).flatMap(({ roles }) => (roles as string[]).filter((role) => !ROLES.includes(role))),
  ],
  'has instants of RFC 3339 with the offset of China': (release) =>
    placesWhere(release, (path, value) => DATES.test(path) && !DATE_TIME.test(String(value))),
  'has amounts that are finite numbers of whole fen, in CNY': (release) =>
    placesWhere(
      release,
      (path, value) => (path.endsWith('/amount') && !isFen(value)) || (path.endsWith('/currency') && value !== 'CNY'),
    ),
  'names only bodies of its parties, as they are named there': (release) => {
    const names = new Map(list(release['parties']).map(({ id, name }) => [id, name]));
    return placesWhere(
      release,
      (path, value) => REFERENCES.test(path) && (!isObject(value) || names.get(value['id']) !== value['name']),
    );
  },
  'gives each party a role that refers to it': (release) => {
    const named = new Set([...walk(release)].filter(([p]) => REFERENCES.test(p)).map(([, v]) => part(v)['id']));
    // The standard has one buyer: who buys together with it is a buyer among the parties alone.
    const isJointBuyer = ({ roles }: Json) => release['buyer'] !== undefined && String(roles) === 'buyer';
    return list(release['parties']).flatMap((party) =>
      named.has(party['id']) || isJointBuyer(party) ? [] : [String(party['id'])],
    );
  },
  'relates to lots that it has': (release) => {
    const lots = new Set(list(part(release['tender'])['lots']).map(({ id }) => id));
    return placesWhere(
      release,
      (path, value) => /\/relatedLots?(\[\])?$/.test(path) && !Array.isArray(value) && !lots.has(value),
    );
  },
  'has contracts of awards that it has': (release) => {
    const awards = new Set(list(release['awards']).map(({ id }) => id));
    return list(release['contracts']).flatMap(({ id, awardID }) => (awards.has(awardID) ? [] : [String(id)]));
  },
  'has ids that are unique in their list': (release) =>
    [...walk(release)].flatMap(([path, value]) =>
      list(value).every((each) => 'id' in each)
        ? repeated(list(value).map(({ id }) => id)).map((id) => `${path} ${id}`)
        : [],
    ),
  'has periods that end after they begin': (release) =>
    placesWhere(
      release,
      (_, value) =>
        isObject(value) && ((value['startDate'] ?? '') as string) > ((value['endDate'] ?? '9999') as string),
    ),
  'has no member that is null or empty': (release) =>
    placesWhere(release, (_, value) => value === null || value === '' || (Array.isArray(value) && value.length === 0)),
};

const isFen = (value: unknown): boolean =>
  isObject(value) || (typeof value === 'number' && Number.isFinite(value) && Number(value.toFixed(2)) === value);
