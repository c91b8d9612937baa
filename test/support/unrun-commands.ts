/** Scripts of docs/operations.md that its test does not run, by their first line, and why. */
export const NOT_RUN: Readonly<Record<string, string>> = {
  'node docker/make-secrets.mjs': 'test/docker.spec.ts runs the script; the rest needs a Docker daemon',
  "docker buildx imagetools inspect postgres:17.6-bookworm --format '{{.Manifest.Digest}}'":
    'asks a registry of images',
  'MIGRATION_DATABASE_URL=postgres://owner:…@db/throughline DATABASE_URL=postgres://throughline_api:…@db/throughline node dist/src/cli.js migrate':
    'the unit of the migration runs it here, with addresses that are there',
  'useradd --system --home-dir /var/lib/throughline --shell /usr/sbin/nologin throughline':
    'makes an account of the host',
  'chown -R throughline: /etc/throughline/keys /etc/throughline/opening /etc/throughline/owner':
    'gives files to that account',
  "install -m 0600 -o throughline /dev/stdin /etc/throughline/owner/migration_database_url <<'END'":
    'gives a file to that account; the address of the server that runs here is written in its place',
  'systemctl daemon-reload': 'needs a host that systemd runs; what the units start is started here by their own lines',
  'systemd-run --pipe --uid=throughline --property=EnvironmentFile=/etc/throughline/settings --working-directory=/opt/throughline node dist/src/cli.js jobs list':
    'needs a host that systemd runs; the command itself is run here',
};
/** The same of commands within sentences. */
export const ONLY_NAMED: Readonly<Record<string, string>> = {
  'npm start': 'scripts/first-start.mjs runs it',
  'npm start -- --fresh': 'test/embedded runs it',
  'npm run cli -- COMMAND': 'stands for any command',
  'node dist/src/cli.js COMMAND': 'stands for any command',
  'node dist/src/main.js': 'the unit of the API runs it here',
  'node dist/src/worker.js': 'the unit of the worker runs it here',
  'docker compose -f docker/compose.yaml run --rm maintenance': 'needs a Docker daemon',
  'docker compose -f docker/compose.yaml run --rm backup': 'needs a Docker daemon',
  'systemctl --failed': 'needs a host that systemd runs',
  'nginx -s reload': 'the script of the proxy runs it here',
  'id -u throughline': 'needs the account',
  'chown throughline: /etc/throughline/keys/*': 'needs the account',
  'chown throughline: /etc/throughline/keys/* /etc/throughline/opening/*': 'needs the account',
  'chown -R 1000:1000 "$DOCUMENTS_DIR"': 'gives files to the account of the image',
  'pg_ctl promote': 'test/restarts/failover.spec.ts does it',
  'npm run bench -- chaos': 'half an hour; its short form is run by hand',
  'df -h': 'is of the host',
};
