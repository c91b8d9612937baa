import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { runToEnd } from '../support/child.js';

const DAY_MS = 86_400_000;
const SCRIPT = resolve(import.meta.dirname, '../../docker/backup.sh');
const MANUAL = resolve(import.meta.dirname, '../../docs/operations.md');
/** Names of files, as the service gives them: random. */
const [KEPT, ERASED, BID] = ['aa/aa0e-kept', 'bb/bb0e-erased', 'sealed/cc0e-bid'] as const;

/** Writes what pg_dump writes, which is whatever it is asked for by `--file`. */
const DUMP = `#!/bin/sh
for given in "$@"; do case $given in --file=*) echo dump >"\${given#*=}" ;; esac; done
`;
/** The way to the program that is called instead. */
const ONWARD = `PATH=\${PATH#*:}`;
/** An upload that ends while it is copied: the file is gone before cp opens it, and cp fails. */
const UPLOAD_ENDS = `#!/bin/sh
${ONWARD}
[ -e "$DOCUMENTS_DIR/incoming/upload" ] || exec cp "$@"
rm "$DOCUMENTS_DIR/incoming/upload"
cp "$@"
echo "cp: cannot open 'upload': No such file or directory" >&2
exit 1
`;
/** A disk that is full after the first bytes of a document. */
const DISK_FULL = `#!/bin/sh
${ONWARD}
for last in "$@"; do :; done
[ ! -d "$last" ] || last=$last/${KEPT}
mkdir -p "\${last%/*}"
printf half >"$last"
echo "cp: error writing '$last': No space left on device" >&2
exit 1
`;

describe('docker/backup.sh', () => {
  let here: string;
  let copies: string;
  let documents: string;
  beforeEach(() => {
    here = mkdtempSync(join(tmpdir(), 'throughline-backup-'));
    copies = join(here, 'copies');
    documents = join(here, 'documents');
    mkdirSync(join(here, 'bin'));
    give('pg_dump', DUMP);
    give('pg_restore', '#!/bin/sh\n');
    writeFileSync(join(here, 'address'), 'postgres://nobody@nowhere/nothing');
    for (const name of [KEPT, ERASED, BID]) put(join(documents, name), `all of ${name}`);
  });
  afterEach(() => rmSync(here, { recursive: true, force: true }));

  function give(program: string, text: string): void {
    writeFileSync(join(here, 'bin', program), text);
    chmodSync(join(here, 'bin', program), 0o755);
  }
  function put(path: string, content: string): void {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  async function backUp(): Promise<{ code: unknown; output: string }> {
    const child = await runToEnd('sh', [SCRIPT], {
      cwd: here,
      env: {
        PATH: `${join(here, 'bin')}:${process.env.PATH}`,
        MIGRATION_DATABASE_URL_FILE: join(here, 'address'),
        DOCUMENTS_DIR: documents,
        BACKUP_DIR: copies,
        BACKUP_KEEP_DAYS: '30',
      },
    });
    return { code: await child.ended, output: child.output };
  }
  const succeeded = { code: 0, output: expect.stringMatching(/^\S+\.dump\n$/) };
  const readCopy = (name: string): string | null => {
    const path = join(copies, 'documents', name);
    return existsSync(path) ? readFileSync(path, 'utf8') : null;
  };
  const listDumps = (): string[] => readdirSync(copies).filter((name) => name.endsWith('.dump'));
  /** Everything that lies in the copy was made so long ago. */
  function age(days: number): void {
    const then = new Date(Date.now() - days * DAY_MS);
    for (const name of readdirSync(copies, { recursive: true, encoding: 'utf8' }))
      utimesSync(join(copies, name), then, then);
  }

  it('copies a document anew of which an earlier run left a half', async () => {
    put(join(copies, 'documents', KEPT), 'all');
    const later = new Date(Date.now() + DAY_MS);
    utimesSync(join(copies, 'documents', KEPT), later, later);
    expect(await backUp()).toEqual(succeeded);
    expect(readCopy(KEPT)).toBe(`all of ${KEPT}`);
    // The time of the document is that of its copy.
    expect(statSync(join(copies, 'documents', KEPT)).mtimeMs).toBe(statSync(join(documents, KEPT)).mtimeMs);
  });

  it('gives a copy its name only when it is whole, and fails where it cannot be', async () => {
    give('cp', DISK_FULL);
    expect(await backUp()).toEqual({ code: 1, output: expect.stringContaining('No space left on device') });
    expect(readCopy(KEPT)).toBeNull();
    rmSync(join(here, 'bin/cp'));
    expect(await backUp()).toEqual(succeeded);
    expect([KEPT, ERASED, BID].map(readCopy)).toEqual([KEPT, ERASED, BID].map((name) => `all of ${name}`));
    expect(
      readdirSync(copies, { recursive: true, encoding: 'utf8' }).filter((name) => /unfinished/.test(name)),
    ).toEqual([]);
  });

  it('goes on to the sealed files and to what is old where an upload ends meanwhile', async () => {
    put(join(copies, 'throughline-20200101T000000Z.dump'), 'dump');
    age(40);
    put(join(documents, 'incoming/upload'), '姓名,电话');
    give('cp', UPLOAD_ENDS);
    expect(await backUp()).toEqual(succeeded);
    expect([readCopy(BID), readCopy('incoming/upload')]).toEqual([`all of ${BID}`, null]);
    expect(listDumps()).not.toContain('throughline-20200101T000000Z.dump');
  });

  it('keeps of what has not arrived only what is there now', async () => {
    put(join(documents, 'incoming/upload'), '姓名,电话');
    expect(await backUp()).toEqual(succeeded);
    expect(readCopy('incoming/upload')).toBe('姓名,电话');
    rmSync(join(documents, 'incoming/upload'));
    put(join(documents, 'incoming/document'), 'its row is committed, its place not taken');
    expect(await backUp()).toEqual(succeeded);
    expect([readCopy('incoming/upload'), readCopy('incoming/document')]).toEqual([null, expect.any(String)]);
  });

  it('keeps a file that the service has no more as long as the dumps that may name it', async () => {
    expect(await backUp()).toEqual(succeeded);
    rmSync(join(documents, ERASED));
    age(40);
    expect(await backUp()).toEqual(succeeded);
    expect(readCopy(ERASED)).toBe(`all of ${ERASED}`);
    age(20);
    expect(await backUp()).toEqual(succeeded);
    expect(readCopy(ERASED)).toBe(`all of ${ERASED}`);
    age(40);
    expect(await backUp()).toEqual(succeeded);
    expect([readCopy(ERASED), readCopy(KEPT), readCopy(BID)]).toEqual([null, `all of ${KEPT}`, `all of ${BID}`]);
  });

  it('gives a file back with the dump that may name it alone, by the way back of docs/operations.md', async () => {
    const recipe = /^ *cp -a backup\/documents\/.*?(?=^ *node )/ms.exec(readFileSync(MANUAL, 'utf8'))?.[0] ?? '';
    const restored = async (dump: string) => {
      renameSync(join(copies, dump), join(copies, 'throughline.dump'));
      rmSync(documents, { recursive: true });
      mkdirSync(documents);
      const child = await runToEnd('sh', ['-eu', '-c', recipe], {
        cwd: here,
        env: { PATH: process.env.PATH, DOCUMENTS_DIR: documents },
      });
      expect([await child.ended, child.output]).toEqual([0, '']);
      return [KEPT, ERASED, BID].filter((name) => existsSync(join(documents, name)));
    };
    symlinkSync(copies, join(here, 'backup'));
    expect(await backUp()).toEqual(succeeded);
    const before = 'throughline-20200101T000000Z.dump';
    renameSync(join(copies, listDumps()[0] ?? ''), join(copies, before));
    age(2);
    rmSync(join(documents, ERASED));
    expect(await backUp()).toEqual(succeeded);
    const after = listDumps().find((name) => name !== before) ?? '';
    expect(await restored(after)).toEqual([KEPT, BID]);
    expect(await restored(before)).toEqual([KEPT, ERASED, BID]);
  });

  it('keeps a file that came back, whatever was noted of it', async () => {
    expect(await backUp()).toEqual(succeeded);
    rmSync(join(documents, ERASED));
    expect(await backUp()).toEqual(succeeded);
    put(join(documents, ERASED), `all of ${ERASED}`);
    expect(await backUp()).toEqual(succeeded);
    rmSync(join(documents, ERASED));
    age(40);
    expect(await backUp()).toEqual(succeeded);
    expect(readCopy(ERASED)).toBe(`all of ${ERASED}`);
  });

  it('fails where the documents are not mounted, and takes nothing away', async () => {
    expect(await backUp()).toEqual(succeeded);
    rmSync(documents, { recursive: true });
    mkdirSync(documents);
    age(40);
    const dumps = listDumps();
    expect(await backUp()).toEqual({ code: 1, output: expect.stringContaining('is it mounted?') });
    expect(listDumps()).toEqual(expect.arrayContaining(dumps));
    expect(readCopy(KEPT)).toBe(`all of ${KEPT}`);
  });
});
