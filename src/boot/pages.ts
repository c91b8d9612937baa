import { LIFECYCLES } from './lifecycles.js';
import { ROLES } from '../people/accounts/roles.js';
import { settingDocs } from '../kernel/config/settings.js';
import { PROBLEMS } from '../kernel/errors/codes.js';
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

Errors are RFC 9457 \`application/problem+json\` with \`type\`, \`title\`, \`status\`, \`detail\`, \`code\`, \`errors[]\` (JSON pointer, code, text), \`rule\`
and \`basis\` where a rule of law refused, \`allowedActions\` and \`requestId\`. Titles follow Accept-Language; codes never change.

${table(['status', 'code', 'English', '中文'], rows)}
`;
}

/** The README's table of settings. */
export function settingsTable(): string {
  const rows = settingDocs().map((s) => [
    `\`${s.env}\`${s.secret ? ' *' : ''}`,
    s.default === '' ? '' : `\`${s.default}\``,
    s.doc,
  ]);
  return `${table(['variable', 'default', 'what it does'], rows)}\n\n\\* may also be given as a file: \`NAME_FILE\`.`;
}

/** The permission and who holds it; what no role holds follows from the clock or from another step. */
function whoOf(permission: string): string {
  const roles = Object.entries(ROLES).filter(([, granted]) => (granted as readonly string[]).includes(permission));
  return [`\`${permission}\``, ...(roles.length > 0 ? [`(${roles.map(([role]) => role).join(', ')})`] : [])].join(' ');
}

function lifecycleSection(l: Lifecycle): string {
  const rows = l.transitions.map((t) => [
    t.from.join(', '),
    `\`${t.action}\``,
    t.to === undefined ? '(unchanged)' : typeof t.to === 'string' ? t.to : t.to.join(' | '),
    whoOf(t.who),
    (t.guards ?? []).map((g) => `\`${g}\``).join(', '),
    t.reason ?? '',
  ]);
  return `## ${l.name}\n\nBegins: ${l.initial.join(', ')}. Ends: ${l.final.join(', ') || 'never'}.\n\n${table(['from', 'action', 'to', 'who', 'guards', 'reason'], rows)}`;
}

/** `docs/lifecycles.md`: the tables that the API, its tests and this page share. */
export function lifecyclesPage(): string {
  return `# Lifecycles

Each table drives the API (\`allowedActions\`), its tests and this page. A guard's code is the code of the refusal.

${LIFECYCLES.map(lifecycleSection).join('\n\n')}
`;
}
