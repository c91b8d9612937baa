import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SYSTEM } from '../../kernel/access/principal.js';
import { isInstant } from '../../kernel/clock/moment.js';
import { SettingsError } from '../../kernel/config/settings.js';
import { ownerUrl } from '../../kernel/database/data-source.js';
import { commandSettings, say, UsageError, withApplication, type Command } from './command.js';
import { importNotices } from './import-notices.js';
import { jobs } from './jobs.js';
import { ocdsExport } from './ocds-export.js';
import { personalData } from './personal-data.js';
import { acceptRowsCommand } from './accept-rows.js';
import { restored } from './restored.js';
import { screen } from './screen.js';
import { makeKeys } from './make-keys.js';
import { moveOldRows } from './move-old-rows.js';

export { UsageError } from './command.js';

const serve: Command = {
  usage: '',
  does: 'the HTTP process',
  run: async () => (await import('../../main.js')).serve().then(() => undefined),
};

const worker: Command = {
  usage: '',
  does: 'the job process',
  run: async () => (await import('../../worker.js')).work().then(() => undefined),
};

const migrateCommand: Command = {
  usage: '',
  does: 'bring the database to this version’s schema, by the owner’s role',
  async run() {
    const settings = commandSettings();
    if (settings.production && settings.migrationDatabaseUrl === undefined)
      throw new SettingsError(['MIGRATION_DATABASE_URL: `migrate` needs it in production']);
    const { migrate } = await import('../bootstrap.js');
    const done = await migrate(settings);
    say(done.length === 0 ? 'nothing to do' : done.map((name) => `done ${name}`).join('\n'));
    return 0;
  },
};

const createAdmin: Command = {
  usage: 'LOGIN [--name NAME] [--role ROLE]',
  does: 'an administrator with a one-time setup code, shown once; with --role a system_admin or an auditor',
  async run(args) {
    const { values, positionals } = parse(args, { name: { type: 'string' }, role: { type: 'string' } });
    const [login] = positionals;
    const { ADMINISTERING } = await import('../../people/accounts/roles.js');
    const role = ADMINISTERING.find((each) => each === (values['role'] ?? 'admin'));
    if (!login || positionals.length > 1 || !role)
      throw new UsageError(`create-admin LOGIN [--name NAME] [--role ${ADMINISTERING.join('|')}]`);
    const { FirstAccounts } = await import('../../people/accounts/users/first-accounts.js');
    const name = typeof values['name'] === 'string' ? values['name'] : login;
    const made = await withApplication((app) => app.get(FirstAccounts).createAdmin({ login, name, role }));
    say(`account ${made.login}`);
    say(`setup code ${made.setupCode}`);
    say(`valid until ${made.setupCodeExpiresAt}; use it once with POST /api/v1/auth/setup`);
    return 0;
  },
};

const loadCalendar: Command = {
  usage: 'YEAR FILE --source TEXT [--replace]',
  does: 'load a year of the working calendar as the State Council announced it',
  async run(args) {
    const { values, positionals } = parse(args, { source: { type: 'string' }, replace: { type: 'boolean' } });
    const [year, file] = positionals;
    if (!year || !/^\d{4}$/.test(year) || !file)
      throw new UsageError('load-calendar YEAR FILE --source TEXT [--replace]');
    const { readCalendarFile } = await import('../../law/calendars/calendar-file.rules.js');
    const { CalendarService } = await import('../../law/calendars/calendar.service.js');
    const read = readCalendarFile(Number(year), readText(file));
    if (!read.checked.ok) throw new UsageError(read.checked.faults.map((f) => JSON.stringify(f)).join('\n'));
    const source = typeof values['source'] === 'string' ? values['source'] : read.source;
    if (!source) throw new UsageError('Say where it was announced: --source "国办发明电〔…〕…号"');
    const { days } = read.checked;
    const outcome = await withApplication((app) =>
      app
        .get(CalendarService)
        .load(SYSTEM, { year: Number(year), source, days }, values['replace'] ? 'any' : undefined),
    );
    say(`${year}: ${outcome}, ${days.length} days differ from plain weeks`);
    return 0;
  },
};

const businessTime: Command = {
  usage: '[--to RFC3339]',
  does: 'show the business time, or move it forward (never in production)',
  async run(args) {
    const { values } = parse(args, { to: { type: 'string' } });
    const to = values['to'];
    if (to !== undefined && !isInstant(to)) throw new UsageError('--to takes RFC 3339 with an offset');
    const { BusinessTime } = await import('../../kernel/clock/business-time.js');
    const owner = ownerUrl(commandSettings());
    say(await withApplication((app, settings) => new BusinessTime(app, settings, owner).moveClock(to)));
    return 0;
  },
};

const verifyAudit: Command = {
  usage: '[--since-last, --tables or --moved]',
  does: 'check every chain of the audit against its seals and anchors, or what came since this was done last; with --tables everything, and the rows of purchases and seats too; with --moved also what was moved',
  async run(args) {
    const { values } = parse(args, {
      'since-last': { type: 'boolean' },
      tables: { type: 'boolean' },
      moved: { type: 'boolean' },
    });
    if (Object.keys(values).length > 1) throw new UsageError('verify-audit [--since-last, --tables or --moved]');
    const { AuditVerifier } = await import('../../kernel/audit/verification/audit-verifier.js');
    const result = await withApplication((app) => {
      const verifier = app.get(AuditVerifier);
      if (values['since-last']) return verifier.verifySinceLast();
      if (values['moved']) return verifier.verifyMovedRows();
      return values['tables'] ? verifier.verifyTables() : verifier.verify();
    });
    say(JSON.stringify(result, null, 1));
    if (result.movedUpTo)
      process.stderr.write(
        `What moved up to anchor ${result.movedUpTo.no} was not read, whole chains among it: verify-audit --moved reads it.\n`,
      );
    return result.ok ? 0 : 1;
  },
};

const failedSignIns: Command = {
  usage: 'LOGIN [--days N]',
  does: 'how often signing in failed with a login, from how many networks (default 30 days; kept for six months)',
  async run(args) {
    const { values, positionals } = parse(args, { days: { type: 'string' } });
    const days = values['days'] ?? '30';
    const [login] = positionals;
    if (!login || positionals.length > 1 || typeof days !== 'string' || !/^[1-9]\d{0,3}$/.test(days))
      throw new UsageError('failed-sign-ins LOGIN [--days N]');
    const { FailedSignIns } = await import('../../people/accounts/sessions/sign-in/failed-sign-ins.js');
    say(JSON.stringify(await withApplication((app) => app.get(FailedSignIns).count(login, Number(days)))));
    return 0;
  },
};

const reassess: Command = {
  usage: '[--dataset DATASET]',
  does: 'assess everything again; changes nothing where nothing changed',
  async run(args) {
    const { values } = parse(args, { dataset: { type: 'string' } });
    const { Reassessment } = await import('../../watch/runs/reassessment.js');
    const dataset = values['dataset'];
    const result = await withApplication((app) =>
      app.get(Reassessment).reassessAll(typeof dataset === 'string' ? { dataset } : {}),
    );
    say(JSON.stringify(result));
    return 0;
  },
};

const screenMarkets: Command = {
  usage: '[--dataset DATASET]',
  does: 'screen the markets that changed by the rules over many lots',
  async run(args) {
    const { values } = parse(args, { dataset: { type: 'string' } });
    const { Reassessment } = await import('../../watch/runs/reassessment.js');
    const dataset = values['dataset'];
    const result = await withApplication((app) =>
      app.get(Reassessment).screenMarkets(typeof dataset === 'string' ? { dataset } : {}),
    );
    say(JSON.stringify(result));
    return 0;
  },
};

const publishedFlags: Command = {
  usage: '--dataset DATASET',
  does: 'what eleven published red flags say of its lots, a line of JSON each; needs COMPATIBILITY_RULES=true',
  async run(args) {
    const { values } = parse(args, { dataset: { type: 'string' } });
    const dataset = values['dataset'];
    if (typeof dataset !== 'string') throw new UsageError('published-flags --dataset DATASET');
    if (!commandSettings().compatibilityRules) throw new UsageError('COMPATIBILITY_RULES is not true');
    const { Transactions } = await import('../../kernel/database/transactions.js');
    const { computePublishedFlags } = await import('../../watch/compatibility/own-lots.queries.js');
    const found = await withApplication((app) => computePublishedFlags(app.get(Transactions).reader, dataset));
    for (const one of found) say(JSON.stringify(one));
    return 0;
  },
};

const rebuildPublicListsCommand: Command = {
  usage: '',
  does: 'write the public lists anew; changes nothing where they are as they should be',
  async run() {
    const { DataSource } = await import('typeorm');
    const { rebuildPublicLists } = await import('../../purchase/tenders/reads/public-lists.js');
    say(JSON.stringify(await withApplication((app) => rebuildPublicLists(app.get(DataSource)))));
    return 0;
  },
};

/** Every command by its name. */
export const commands: Readonly<Record<string, Command>> = {
  serve,
  worker,
  'make-keys': makeKeys,
  migrate: migrateCommand,
  'create-admin': createAdmin,
  'load-calendar': loadCalendar,
  'import-notices': importNotices,
  'business-time': businessTime,
  'verify-audit': verifyAudit,
  'accept-rows': acceptRowsCommand,
  'failed-sign-ins': failedSignIns,
  reassess,
  'screen-markets': screenMarkets,
  'published-flags': publishedFlags,
  'ocds-export': ocdsExport,
  screen,
  'rebuild-public-lists': rebuildPublicListsCommand,
  jobs,
  'move-old-rows': moveOldRows,
  'personal-data': personalData,
  restored,
};

function parse(args: string[], options: Record<string, { type: 'string' | 'boolean' }>) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`${file} cannot be read`);
  }
}
