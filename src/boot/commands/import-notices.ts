import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { SYSTEM } from '../../kernel/access/principal.js';
import { say, UsageError, withApplication, type Command } from './command.js';

const USAGE = 'import-notices FILE [--name NAME] [--format ocds] [--apply] [--rejects FILE]';

/** The same import as `POST /imports`, in this process. Dry unless `--apply`. The last line is JSON. */
export const importNotices: Command = {
  usage: 'FILE [--name NAME] [--format ocds] [--apply] [--rejects FILE]',
  does: 'import a file of notices or of OCDS; without --apply it only says what would happen',
  async run(args) {
    const { file, name, format, apply, rejects } = options(args);
    const { ImportsService } = await import('../../imports/imports.service.js');
    const { ImportsQueries } = await import('../../imports/imports.queries.js');
    const { ImportDto } = await import('../../imports/imports.dto.js');
    const { openFile } = await import('../../imports/spool.js');
    const figures = await withApplication(async (app, settings) => {
      const imports = app.get(ImportsService);
      const id = await imports.receive(SYSTEM, openFile(file), {
        name,
        format,
        dryRun: !apply,
        maxBytes: settings.importMaxBytes,
      });
      let shown = 0;
      await imports.run(id, (row) => {
        const taken = row.accepted + row.unchanged + row.rejected;
        if (taken - shown < 1000 && taken < row.rows) return;
        shown = taken;
        process.stderr.write(`${taken} of ${row.rows} rows\n`);
      });
      if (rejects) writeFileSync(rejects, '');
      for await (const { line, row_id: row, errors, raw } of app.get(ImportsQueries).allRejects(id)) {
        const faults = errors.map((e) => `${e.pointer || '/'} ${e.code} (${e.text.en})`).join('; ');
        say(`line ${line} ${row ?? '(no id)'}: ${faults}`);
        if (rejects) appendFileSync(rejects, `${raw}\n`);
      }
      const row = await imports.find(id);
      return row && ImportDto.fromRow(row);
    });
    say(JSON.stringify(figures));
    return 0;
  },
};

function toFormat(format: string): 'notices' | 'ocds' {
  if (format !== 'notices' && format !== 'ocds') throw new UsageError('--format is notices or ocds');
  return format;
}

function options(args: string[]) {
  let parsed;
  try {
    parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {
        name: { type: 'string' },
        format: { type: 'string', default: 'notices' },
        apply: { type: 'boolean' },
        rejects: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const [file] = parsed.positionals;
  if (!file || parsed.positionals.length > 1) throw new UsageError(USAGE);
  if (!existsSync(file)) throw new UsageError(`${file} is not there`);
  const name =
    parsed.values.name ??
    basename(file)
      .replace(/\.[^.]*$/, '')
      .toLowerCase();
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(name)) throw new UsageError('--name takes small letters, digits and hyphens');
  const format = toFormat(parsed.values.format);
  return { file, name, format, apply: parsed.values.apply ?? false, rejects: parsed.values.rejects };
}
