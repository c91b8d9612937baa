import { LIFECYCLES } from './lifecycles.js';
import { ROLES } from '../people/accounts/roles.js';
import { settingDocs } from '../kernel/config/setting.js';
import { loadSettings, SettingsError } from '../kernel/config/settings.js';
import { PROBLEMS } from './refusals.js';
import type { Lifecycle } from '../kernel/actions/lifecycle.js';

const row = (...cells: string[]): string => `| ${cells.map((c) => c.replaceAll('|', '\\|')).join(' | ')} |`;
const table = (head: string[], rows: string[][]): string =>
  [row(...head), row(...head.map(() => '---')), ...rows.map((r) => row(...r))].join('\n');

/** `openapi/problems.md`: every code a client may meet. */
export function problemsPage(): string {
  const rows = Object.entries(PROBLEMS)
    .sort(([a, x], [b, y]) => x.status - y.status || (a < b ? -1 : 1))
    .map(([code, spec]) => [String(spec.status), `\`${code}\``, spec.title.en, spec.title.zh]);
  return `# Problems

Errors are RFC 9457 \`application/problem+json\` with \`type\`, \`title\`, \`status\`, \`detail\`, \`code\`, \`errors[]\` (JSON pointer, code, text; where an action lists all
that refuses it, each with its \`refusal\` and \`rule\`), \`rule\` and \`basis\` where a rule of law refused, \`allowedActions\` and \`requestId\`. Titles follow Accept-Language; codes never change.

${table(['status', 'code', 'English', '中文'], rows)}
`;
}

/** Names of the settings without which a production process does not start, as the validation itself reports them. */
function requiredInProduction(): string[] {
  try {
    loadSettings({ NODE_ENV: 'production' });
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.problems.filter((text) => text.includes('is required')).map((text) => text.split(':')[0] ?? '');
  }
}

/** `docs/settings.md`: every environment variable that a process reads. */
export function settingsPage(): string {
  const rows = settingDocs().map((s) => [
    `\`${s.env}\`${s.secret ? ' *' : ''}`,
    s.default === '' ? '' : `\`${s.default}\``,
    s.doc,
  ]);
  const required = requiredInProduction().map((name) => `\`${name}\``);
  return `# Settings

Throughline reads its settings from environment variables, once, when a process starts. A value that is not valid stops the start with a message
that names its variable. How the parts work together is told in [operations.md](operations.md).

With \`NODE_ENV=production\` these are required, and there is no default for any of them: ${required.join(', ')}.

${table(['variable', 'default', 'what it does'], rows)}

\\* may also be given as a file: \`NAME_FILE\` holds its path. Giving both is an error.

This page is generated from \`src/kernel/config/settings.ts\` (\`npm run generate\`).
`;
}

/** The permission and who holds it; what no role holds follows from the clock or from another step. */
function describePermission(permission: string): string {
  const roles = Object.entries(ROLES).filter(([, granted]) => (granted as readonly string[]).includes(permission));
  return [`\`${permission}\``, ...(roles.length > 0 ? [`(${roles.map(([role]) => role).join(', ')})`] : [])].join(' ');
}

function lifecycleSection(l: Lifecycle): string {
  const rows = l.transitions.map((t) => [
    t.from.join(', '),
    `\`${t.action}\``,
    t.to === undefined ? '(unchanged)' : typeof t.to === 'string' ? t.to : t.to.join(' | '),
    describePermission(t.who),
    (t.guards ?? []).map((g) => `\`${g}\``).join(', '),
    t.reason ?? '',
  ]);
  return `## ${l.name}\n\nBegins: ${l.initial.join(', ')}. Ends: ${l.final.join(', ') || 'never'}.\n\n${table(['from', 'action', 'to', 'who', 'guards', 'reason'], rows)}`;
}

/** `docs/lifecycles.md`: the tables that the API, its tests and this page share. */
export function lifecyclesPage(): string {
  return `# Lifecycles

Every object that changes its state has one table here: from which state an action leads to which, who may take it, and which guards (conditions)
must hold. The same tables drive the API (\`allowedActions\`), its tests and this page, which is generated (\`npm run generate\`). The code of a guard is
the code of the refusal; [problems.md](../openapi/problems.md) has its text. "Who" is a permission with the roles that hold it; \`system\` is the clock
or another step. A reason is \`required\`, \`optional\` or not asked for.

${LIFECYCLES.map((l) => `[${l.name}](#${l.name})`).join(' · ')}

${LIFECYCLES.map(lifecycleSection).join('\n\n')}
`;
}
