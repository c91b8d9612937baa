import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import pg from 'pg';
import { UnreadyDatabaseError } from '../schema/old-databases.js';

/** Iterations and bytes of salt that PostgreSQL itself takes. */
const ITERATIONS = 4096;
const SALT_BYTES = 16;

/** The role that an address names. */
export const readRole = (url: string): string => decodeURIComponent(new URL(url).username);

/** What PostgreSQL stores of a password (RFC 5803), so that the password itself stands in no statement and no log. */
function computeVerifier(password: string): string {
  const salt = randomBytes(SALT_BYTES);
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, ITERATIONS, 32, 'sha256');
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest();
  const stored = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${stored}:${hmac('Server Key').toString('base64')}`;
}

async function makeRole(owner: pg.Client, role: string, password: string): Promise<void> {
  const { rowCount } = await owner.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  if (rowCount !== 0) return;
  const name = owner.escapeIdentifier(role);
  try {
    await owner.query(
      `CREATE ROLE ${name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
       PASSWORD ${owner.escapeLiteral(computeVerifier(password))}`,
    );
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === '42710' || code === '23505') return; // another process was faster
    if (code !== '42501') throw error;
    throw new UnreadyDatabaseError(
      `There is no role ${role} (DATABASE_URL), and the role of MIGRATION_DATABASE_URL may not create one. ` +
        `As a superuser: CREATE ROLE ${name} LOGIN PASSWORD '…'; then run migrate again.`,
    );
  }
}

interface Relation {
  schema: string;
  name: string;
  kind: 'r' | 'v' | 'S';
}

/** The relations of the product and of the queue that the owner's role may give rights on. */
const RELATIONS = `
  SELECT n.nspname AS schema, c.relname AS name, CASE c.relkind WHEN 'p' THEN 'r' ELSE c.relkind END AS kind
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname IN ('public', 'bullmq') AND c.relkind IN ('r', 'p', 'v', 'S')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
  ORDER BY 1, 2`;

/** Functions that act by their owner's rights. PostgreSQL lets everybody call a function until that is taken back. */
const OWNERS_FUNCTIONS = `
  SELECT p.oid::regprocedure::text AS function FROM pg_proc p
  WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace ORDER BY 1`;

/** The rights on a table of the product, in PostgreSQL's words. */
type TableRights = (table: string) => readonly string[];

function listRelationRights({ schema, name, kind }: Relation, listRights: TableRights): readonly string[] {
  if (kind === 'S') return ['USAGE'];
  if (kind === 'v') return ['SELECT'];
  if (schema === 'public') return listRights(name);
  return name === 'migration' ? ['SELECT'] : ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];
}

/**
 * Gives the role of `applicationUrl` what the API and the workers need, and nothing else: no DDL, no TRUNCATE, no ownership,
 * no tables of its own. Makes the role where it is missing and the owner's role may. Done after every migration; a second
 * time changes nothing.
 */
export async function grantApplicationRole(
  ownerUrl: string,
  applicationUrl: string,
  listRights: TableRights,
): Promise<void> {
  const role = readRole(applicationUrl);
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await makeRole(owner, role, decodeURIComponent(new URL(applicationUrl).password));
    const to = owner.escapeIdentifier(role);
    const { rows } = await owner.query<{ database: string }>('SELECT current_database() AS database');
    const database = owner.escapeIdentifier(rows[0]?.database ?? '');
    const relations = (await owner.query<Relation>(RELATIONS)).rows;
    const ownersFunctions = (await owner.query<{ function: string }>(OWNERS_FUNCTIONS)).rows;
    const schemas = [...new Set(['public', ...relations.map(({ schema }) => schema)])].join(', ');
    const each = relations.map((relation) => {
      const kind = relation.kind === 'S' ? 'SEQUENCE ' : '';
      const name = `${kind}${relation.schema}.${owner.escapeIdentifier(relation.name)}`;
      return `GRANT ${listRelationRights(relation, listRights).join(', ')} ON ${name} TO ${to};`;
    });
    // One text is one transaction: nobody finds the role without its rights.
    await owner.query(
      [
        `REVOKE CREATE ON SCHEMA public FROM PUBLIC;`,
        `REVOKE TEMPORARY ON DATABASE ${database} FROM PUBLIC;`,
        ...ownersFunctions.map((each) => `REVOKE EXECUTE ON FUNCTION ${each.function} FROM PUBLIC;`),
        `GRANT CONNECT ON DATABASE ${database} TO ${to};`,
        `REVOKE ALL ON ALL TABLES IN SCHEMA ${schemas} FROM ${to};`,
        `REVOKE ALL ON ALL SEQUENCES IN SCHEMA ${schemas} FROM ${to};`,
        `REVOKE ALL ON SCHEMA ${schemas} FROM ${to};`,
        `GRANT USAGE ON SCHEMA ${schemas} TO ${to};`,
        `GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${schemas} TO ${to};`,
        ...each,
      ].join('\n'),
    );
  } finally {
    await owner.end();
  }
}
