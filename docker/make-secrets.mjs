/**
 * Writes the secrets of docker/compose.yaml into docker/secrets, each once: a second run changes nothing. The folder is
 * closed to others; the files are readable because the containers' accounts read them through their mounts.
 */
import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, 'secrets');
mkdirSync(folder, { recursive: true, mode: 0o700 });

function secret(name, make, mode = 0o644) {
  const file = join(folder, name);
  if (!existsSync(file)) {
    writeFileSync(file, make(), { flag: 'wx', mode });
    // the umask of who runs this may be stricter than what the containers can read
    chmodSync(file, mode);
  }
  return readFileSync(file, 'utf8');
}

const word = () => randomBytes(24).toString('base64url');
const keys = (name) => `${name}-1:${randomBytes(32).toString('base64')}`;

// The owner migrates; the roles of API and worker, and of maintenance, are made by the migration, with the password in their address.
const owner = secret('postgres_password', word);
secret('migration_database_url', () => `postgres://throughline:${owner}@postgres:5432/throughline`);
for (const [name, role] of [
  ['database_url', 'throughline_api'],
  ['maintenance_database_url', 'throughline_maintenance'],
])
  secret(name, () => `postgres://${role}:${word()}@postgres:5432/throughline`);
const redis = secret('redis_conf', () => `requirepass ${word()}\n`)
  .trim()
  .split(' ')[1];
secret('redis_url', () => `redis://:${redis}@redis:6379`);
for (const name of ['token', 'audit', 'identity']) secret(`${name}_keys`, () => keys(name));

// The worker alone reads the private half, under the containers' account: a file that others may read is refused.
const opening = secret('opening_key', () => keys('opening'), 0o600);
const pkcs8 = Buffer.concat([
  Buffer.from('302e020100300506032b656e04220420', 'hex'),
  Buffer.from(opening.split(':')[1], 'base64'),
]);
const publicHalf = createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
secret(
  'opening_public_key',
  () => `opening-1:${publicHalf.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64')}`,
);
const CONTAINER_USER = 1000;
const openingKey = join(folder, 'opening_key');
if (process.getuid?.() === 0) chownSync(openingKey, CONTAINER_USER, CONTAINER_USER);
else if (statSync(openingKey).uid !== CONTAINER_USER)
  process.stderr.write(
    `${openingKey} can be read by account ${process.getuid?.()} alone, and the worker runs as ${CONTAINER_USER}. ` +
      `Before the start: sudo chown ${CONTAINER_USER}:${CONTAINER_USER} ${openingKey}\n`,
  );

process.stdout.write(`secrets are in ${folder}; keep a copy of them, the audit cannot be verified without its keys\n`);
