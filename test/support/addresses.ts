import type { TestApp } from './app.js';
import { readDocument } from './document.js';

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema?: { enum?: string[] };
}
interface Described {
  paths: Record<string, { get?: { parameters?: Parameter[] } }>;
}
/** What stands in the braces of an address. */
type Given = Record<string, string>;

/** Values of required questions. */
const ASKED: Given = { year: '2025', after: '0' };

/** The table in which those lie that an address names by `{id}`. Of the tenders, the one that is looked at. */
const KEPT: Record<string, string> = {
  acceptances: 'acceptance',
  'account-requests': 'account_request',
  'api-keys': 'api_key',
  'webhook-endpoints': 'webhook_endpoint',
  awards: 'award',
  challenges: 'challenge',
  communities: 'community',
  complaints: 'complaint',
  contracts: 'contract',
  documents: 'document',
  'evaluation-schemes': 'evaluation_scheme',
  evaluations: 'evaluation',
  'expert-invitations': 'expert_place',
  experts: 'expert',
  handovers: 'handover',
  imports: 'import',
  meetings: 'meeting',
  needs: 'need',
  organisations: 'organisation',
  'personal-data/requests': 'personal_data_request',
  programmes: 'programme',
  registrations: 'registration',
  'risk/flags': 'flag',
  'service-lines': 'service_line',
  surveys: 'survey',
  users: 'app_user',
};
/** Accounts are all alike, and nothing of a purchase is kept with them. */
const MOST: Record<string, number> = { users: 5 };
/** Where an address has braces of another kind: how they are filled, from the world or from what the product knows. */
const FILLED: Record<string, string> = {
  // A sealed bid is found by nobody but its bidder: what is asked here is what has been opened.
  '/bids/{id}': `SELECT envelope_id AS id FROM bid`,
  '/bids/{id}/files/{no}': `SELECT envelope_id AS id, 1 AS no FROM bid`,
  '/registrations/{id}/documents/{document}': `SELECT registration_id AS id, id AS document FROM registration_document`,
  '/auth/sessions/{id}': `SELECT id FROM session`,
  '/imports/templates/{kind}': `SELECT 'payments' AS kind`,
  '/calendars/{year}': `SELECT '2025' AS year`,
  '/ocds/records/{ocid}': `SELECT 'ocds-demo00-' || id AS ocid FROM public_tender`,
  '/ocds/releases/{ocid}': `SELECT 'ocds-demo00-' || id AS ocid FROM public_tender`,
  '/contracts/{id}/continuity-plan/{plan}': `SELECT contract_id AS id, id AS plan FROM continuity_plan`,
  '/contracts/{id}/invoices/{invoice}': `SELECT contract_id AS id, id AS invoice FROM invoice`,
  '/contracts/{id}/milestones/{milestone}': `SELECT contract_id AS id, id AS milestone FROM milestone`,
  '/contracts/{id}/reports/{report}': `SELECT contract_id AS id, id AS report FROM progress_report`,
  '/contracts/{id}/settlements/{settlement}': `SELECT contract_id AS id, id AS settlement FROM settlement`,
  '/contracts/{id}/visits/{visit}': `SELECT contract_id AS id, id AS visit FROM visit`,
  '/contracts/{id}/visits/{visit}/findings/{finding}': `
    SELECT v.contract_id AS id, v.id AS visit, f.id AS finding FROM visit_finding f JOIN visit v ON v.id = f.visit_id`,
  '/organisations/{id}/bars/{bar}': `SELECT organisation_id AS id, id AS bar FROM organisation_bar`,
  '/organisations/{id}/merges/{merge}': `SELECT organisation_id AS id, id AS merge FROM organisation_merge`,
  '/organisations/{id}/workers/{worker}': `SELECT organisation_id AS id, id AS worker FROM worker`,
  '/service-lines/{id}/opinions/{opinion}': `SELECT service_line_id AS id, id AS opinion FROM service_line_opinion`,
  '/tenders/{id}/lots/{no}/ways': `SELECT tender_id AS id, no FROM lot`,
  '/tenders/{id}/method-changes/{change}': `SELECT tender_id AS id, id AS change FROM method_change`,
  '/tenders/{id}/review/draws/{draw}': `SELECT l.tender_id AS id, d.id AS draw FROM expert_draw d JOIN lot l ON l.id = d.lot_id`,
  '/programmes/{id}/budget-lines/{line}/extensions': `SELECT programme_id AS id, id AS line FROM budget_line`,
};

/** What is asked besides, of addresses that tell more where they are asked. */
const BESIDES: Record<string, string> = { '/api/v1/changes': 'after=0&limit=200&include=state' };

const BRACES = /\{(\w+)\}/g;

/** What fills the braces of an address: nothing where the world holds none of its kind. */
async function filled(app: TestApp, path: string, parameters: readonly Parameter[], tender: string): Promise<Given[]> {
  const within = path.replace('/api/v1', '');
  const names = [...within.matchAll(BRACES)].map(([, name]) => name as string);
  if (names.length === 0) return [{}];
  const sql = FILLED[within] ?? (within.startsWith('/bids/{id}/') ? FILLED['/bids/{id}'] : undefined);
  if (sql !== undefined) return app.dataSource.query<Given[]>(sql);
  const [, root = ''] = /^\/([\w/-]+)\/\{id\}/.exec(within) ?? [];
  const table = KEPT[root];
  const ids = !names.includes('id')
    ? [{}]
    : root === 'tenders'
      ? [{ id: tender }]
      : table &&
        (await app.dataSource.query<Given[]>(`SELECT id FROM ${table} ORDER BY id LIMIT $1`, [MOST[root] ?? null]));
  const others = parameters.filter((p) => p.in === 'path' && p.name !== 'id');
  if (!ids || others.some(({ schema }) => !schema?.enum))
    throw new Error(`GET ${path}: say in test/support/addresses.ts which of them are asked`);
  return others.reduce<Given[]>(
    (all, { name, schema }) => all.flatMap((each) => (schema?.enum ?? []).map((value) => ({ ...each, [name]: value }))),
    ids,
  );
}

/** Every GET that is described, asked of the one tender and of everything else there is in this world. */
export async function addresses(app: TestApp, tender: string): Promise<string[]> {
  const { paths } = await readDocument<Described>(app);
  const all: string[] = [];
  for (const [path, { get }] of Object.entries(paths)) {
    // The figures change with each question; they are looked at by themselves.
    if (!get || path === '/metrics') continue;
    const parameters = get.parameters ?? [];
    const asked = parameters
      .filter((p) => p.in === 'query' && p.required)
      .map(({ name }) => (name === 'subject' ? `subject=tender:${tender}` : `${name}=${ASKED[name] ?? ''}`));
    if (BESIDES[path] !== undefined) all.push(`${path}?${BESIDES[path]}`);
    for (const given of await filled(app, path, parameters, tender)) {
      const address = path.replace(BRACES, (_, name: string) => given[name] ?? '');
      all.push(asked.length > 0 ? `${address}?${asked.join('&')}` : address);
    }
  }
  return all;
}
