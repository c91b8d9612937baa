import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { commands } from '../../src/boot/commands/index.js';
import { cutLines } from '../../src/opendata/screening/blocks.js';
import { parseSettings } from '../../src/opendata/screening/settings-file.rules.js';
import { OcidLedger, toOcidKey } from '../../src/opendata/screening/duplicates.js';
import { hashText } from '../../src/opendata/screening/hash.js';
import { release, screenText, type Report } from './screening.js';

const one = (ocid: string) => JSON.stringify(release(ocid, [{ by: 'a', amount: 100 }, { by: 'b', amount: 100 }], 'a')); // prettier-ignore

describe('lines that are bad', () => {
  const codes = async (text: string | Buffer) => {
    const { errors, releases } = await screenText(text, { chunk: 37, blockBytes: 90 });
    return { errors: errors.map(({ line, code }) => `${line} ${code}`), screened: releases['screened'] };
  };

  it('are named with line and reason, and the others screened', async () => {
    const bytes = Buffer.concat([Buffer.from(`${one('p')}\n{"ocid":"x", broken\n[1]\n"text"\n{"id":"q"}\n\n   \n`), Buffer.from([0x22, 0xff, 0x22, 10]), Buffer.from(one('r'))]); // prettier-ignore
    expect(await codes(bytes)).toEqual({
      errors: ['2 broken_json', '3 no_object', '4 no_object', '5 no_ocid', '8 not_utf8'],
      screened: 2,
    });
  });

  it('are one error each, however deep packages stand in packages', async () => {
    const [first, last] = [one('p'), one('q')];
    const deep = `${'{"records":['.repeat(30_000)}${']}'.repeat(30_000)}`;
    expect(await codes(`${first}\n${deep}\n${last}`)).toEqual({ errors: ['2 no_ocid'], screened: 2 });
    expect((await screenText(deep)).errors).toEqual([{ release: 1, code: 'no_ocid' }]);
  });

  it('are those with a number that is not finite', async () => {
    const [price, ...others] = ['"amount":1e999', '"amount":-1e999', '"amount":1e308'].map((amount, n) => one(`o${n}`).replace('"amount":100', amount)); // prettier-ignore
    const count = '{"ocid":"x","tender":{"numberOfTenderers":1e999}}';
    expect(await codes([one('p'), price, ...others, count].join('\n'))).toEqual({
      errors: ['2 not_finite', '3 not_finite', '5 not_finite'],
      screened: 2,
    });
  });

  it('are found in line 50 000', async () => {
    const lines = Array.from({ length: 50_010 }, (_, n) => (n === 49_999 ? '{"ocid":"x"' : `{"ocid":"o${n}"}`));
    const { errors, releases } = await screenText(lines.join('\n'), { chunk: 65_536, blockBytes: 65_536 });
    expect(errors.map(({ line, code }) => [line, code])).toEqual([[50_000, 'broken_json']]);
    expect(releases).toEqual({ read: 50_009, screened: 50_009, cancelled: 0, excluded: 0, errors: 1 });
  });

  it('are none for a mark of UTF-8, Windows line ends and blanks', async () => {
    expect(await codes(`\ufeff${one('p')}\r\n\r\n ${one('q')} \r\n`)).toEqual({ errors: [], screened: 2 });
  });

  it('are an OCID that was there before; both are counted, and what they flag is told once', async () => {
    const { errors, published } = await screenText(`${one('p')}\n${one('q')}\n${one('p')}`);
    expect(errors).toEqual([{ line: 3, code: 'duplicate_ocid', detail: 'first in 1' }]);
    expect(Object.keys(published['OCID'] ?? {}).sort()).toEqual(['p', 'q']);
    expect(published['OCID']?.['p']?.['R028']).toBe(1);
  });

  it('are found where memory does not hold every OCID', () => {
    const ledger = new OcidLedger(10);
    for (let n = 0; n < 100; n += 1) ledger.add(Uint32Array.from([...hashText(`o${n % 60}`), 0]), n);
    const found = [...ledger.listRepeats()].sort((a, b) => a.at - b.at);
    expect(found).toEqual(
      Array.from({ length: 40 }, (_, n) => ({ key: toOcidKey(`o${n}`), at: 61 + n, first: 1 + n })),
    );
    ledger.close();
  });

  it('are left out where they are too long, and counted as a line', async () => {
    const long = `{"ocid":"${'x'.repeat(500)}"}`;
    const source = Buffer.from(`{"ocid":"a"}\n${long}\n{"ocid":"b"}\n`);
    async function* chunks() {
      for (let at = 0; at < source.length; at += 50) yield await Promise.resolve(source.subarray(at, at + 50));
    }
    const blocks = [];
    for await (const block of cutLines(chunks(), 50, 200)) blocks.push(block);
    expect(blocks.flatMap(({ errors }) => errors)).toEqual([{ at: 0, code: 'too_long' }]);
    expect(Buffer.concat(blocks.map(({ bytes }) => bytes)).toString()).toBe('{"ocid":"a"}\n\n{"ocid":"b"}\n');
  });
});

it('a long line that comes in very many pieces is read', async () => {
  const piece = Buffer.from('x');
  async function* pieces() {
    for (let n = 0; n < 300_000; n += 1) yield await Promise.resolve(piece);
    yield Buffer.from('\n');
    for (let n = 0; n < 300_000; n += 1) yield piece;
  }
  let length = 0;
  for await (const { bytes } of cutLines(pieces())) length += bytes.length;
  expect(length).toBe(600_001);
});

describe('packages', () => {
  const compiled = ['p', 'q', 'r'].map((ocid) => JSON.parse(one(ocid)) as object);
  const screen = (text: string) => screenText(text, { chunk: 23, blockBytes: 300 });

  it('of releases and of records come to what lines of the same releases come to', async () => {
    const lines = await screenText(compiled.map((each) => JSON.stringify(each)).join('\n'));
    const releasePackage = { uri: 'x', publisher: { name: '"releases":[' }, releases: compiled, license: ']}' };
    const records = { packages: ['a', 'b'], records: compiled.map((each) => ({ ...{ ocid: 'x' }, releases: [{ url: 'x' }], compiledRelease: each })) }; // prettier-ignore
    for (const text of [
      JSON.stringify(releasePackage),
      JSON.stringify(releasePackage, null, 2),
      `\ufeff${JSON.stringify(records)}`,
      JSON.stringify(records, null, '\t'),
      records.records.map((each) => JSON.stringify(each)).join('\n'),
      compiled.map((each) => JSON.stringify({ releases: [each] })).join('\n'),
    ])
      expect(await screen(text)).toEqual(lines);
  });

  it('are not records whose releases stand first: of those the compiled ones are screened', async () => {
    const lines = await screenText(compiled.map((each) => JSON.stringify(each)).join('\n'));
    const raw = { ocid: 'x', tag: ['tender'] };
    for (const text of [
      compiled.map((each) => JSON.stringify({ releases: [raw, raw], ocid: 'x', compiledRelease: each })),
      compiled.map((each) => JSON.stringify({ releases: [raw], compiledRelease: each })),
    ])
      for (const chunk of [1, 50, 10_000])
        expect(await screenText(text.join('\n'), { chunk, blockBytes: 100 })).toEqual(lines);
    const { errors } = await screen('{"releases":[{"ocid":"x"}],"ocid":"x"}\n');
    expect(errors).toEqual([{ line: 1, code: 'no_compiled_release' }]);
  });

  it('are refused where the first is a record after all, and a later one is named', async () => {
    const long = `{"releases":[${'{"ocid":"x"},\n'.repeat(400_000)}{}],"ocid":"x"}`;
    for (const threads of [0, 1])
      await expect(screenText(long, { threads, chunk: 65_536 })).rejects.toThrow('stand before its OCID');
    const { errors, releases } = await screen(`{"releases":[${one('p')}]}\n${one('q')}\n{"releases":[${one('r')}]}`);
    expect([errors, releases['screened']]).toEqual([
      [{ release: 3, code: 'broken_package', detail: 'what is none stands in line 2' }],
      2,
    ]);
  });

  it('name the release that is bad, and where they end too early', async () => {
    const records = {
      records: [
        { ocid: 'x', releases: [] },
        { ocid: 'q', compiledRelease: compiled[1] },
      ],
    };
    const { errors, releases } = await screen(JSON.stringify(records));
    expect([errors, releases['screened']]).toEqual([[{ release: 1, code: 'no_compiled_release' }], 1]);
    const cut = await screen(`{"releases":[\n${one('p')},\n{"ocid":1},\n{"ocid":"q","te`);
    expect(cut.errors).toEqual([
      { release: 2, code: 'no_ocid' },
      { release: 3, code: 'broken_package', detail: 'it ends in line 4, open' },
    ]);
    expect(cut.releases['screened']).toBe(1);
  });
});

describe('settings files', () => {
  it('are read as the published program takes them', () => {
    const { currency, enabled, selection, definitions } = parseSettings(
      'currency = USD\r\nprice_comparison_procurement_methods = A|B|\n; said\n[defaults]\nbid_status = valid\n[R003]\nthreshold = 10 # days\n[R003.procurement_method_details]\nLicitación de Seguros = 7\n[R038]\nthreshold = 0.5\n',
    );
    expect([currency, [...enabled], [...selection.withPrices]]).toEqual(['USD', ['R003', 'R038'], ['A', 'B']]);
    expect([definitions.R003.threshold, definitions.R038.threshold]).toEqual([10, 0.5]);
    expect(definitions.R003.byDetails.get('Licitación de Seguros')).toBe(7);
  });

  it.each([
    ['[R099]', 'line 1: there is no section [R099]'],
    ['[R028]\nthreshold = 1', 'line 2: there is no setting R028.threshold'],
    ['[R003]\nthreshold = soon', 'line 2: threshold is a whole number'],
    ['[R024]\nthreshold = -1', 'line 2: threshold is a decimal'],
    ['[R025]\npercentile = 101', 'line 2: percentile is at most 100'],
    ['what', 'line 1: expected [section] or name = value'],
  ])('%j is refused', (text, message) => {
    expect(() => parseSettings(text)).toThrow(message);
  });
});

describe('the command screen', () => {
  const folder = mkdtempSync(join(tmpdir(), 'screen-'));
  const [file, out] = [join(folder, 'some.jsonl'), join(folder, 'report')];
  const said: string[] = [];
  const run = (...args: string[]) => commands['screen']?.run(args);
  const write = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const read = () => JSON.parse(readFileSync(out, 'utf8')) as Report;
  beforeAll(() => {
    writeFileSync(file, `${one('p')}\n${one('q')}\n`);
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  });
  afterAll(() => {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true, force: true });
  });

  it('answers 0 where every line was read, also from a packed file', async () => {
    expect(await run(file, '--out', out)).toBe(0);
    const whole = read();
    expect(whole.published['OCID']?.['p']).toEqual({ R028: 1 });
    expect(await run(write('some.jsonl.gz', gzipSync(readFileSync(file))), '--out', out, '--threads', '1')).toBe(0);
    expect(read()).toEqual(whole);
  });

  it('answers 1 where lines were bad, and names them', async () => {
    const packed = gzipSync(Buffer.from(`${one('p')}\n{\n${one('q')}\n`));
    expect(await run(write('bad.jsonl', `${one('p')}\n{\n`), '--out', out)).toBe(1);
    expect(said.join('')).toMatch(/bad\.jsonl: line 2: broken_json: /);
    expect(await run(write('cut.jsonl.gz', packed.subarray(0, packed.length - 9)), '--out', out)).toBe(1);
    expect(read().errors.at(-1)).toMatchObject({ code: 'unreadable', detail: 'unexpected end of file' });
  });

  it('writes a line of JSON for each flag, definition and error', async () => {
    expect(await run(file, '--format', 'ndjson', '--settings', write('s.ini', '[R028]\n'), '--out', out)).toBe(0);
    const lines = readFileSync(out, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as object); // prettier-ignore
    expect(lines.map((line) => ('kind' in line ? line.kind : null))).toEqual(['summary', 'definition', ...Array.from({ length: 8 }, () => 'flag')]); // prettier-ignore
    expect(lines).toContainEqual({ kind: 'flag', reading: 'published', group: 'Tenderer', id: 'a', values: { R028: 1 } }); // prettier-ignore
  });

  it.each([
    ['a missing file', ['missing.jsonl'], 'cannot be read'],
    ['an empty file', ['empty.jsonl'], 'nothing to screen'],
    ['a file of blanks', ['blank.jsonl'], 'nothing to screen'],
    ['a packed file that is none', ['none.gz'], 'nothing to screen'],
    ['another format', ['some.jsonl', '--format', 'xml'], 'with a format of json or ndjson'],
    ['no thread', ['some.jsonl', '--threads', '0'], '--threads takes 1 to 64'],
    ['a bad settings file', ['some.jsonl', '--settings', 'bad.ini'], 'bad.ini: line 1'],
  ])('cannot begin with %s', async (_, [name = '', ...args], message) => {
    write('empty.jsonl', '');
    write('blank.jsonl', '\n \r\n');
    write('none.gz', 'none');
    const settings = write('bad.ini', 'x');
    await expect(run(join(folder, name), ...args.map((arg) => (arg === 'bad.ini' ? settings : arg)))).rejects.toThrow(message); // prettier-ignore
  });

  it('asks for a file', async () => {
    await expect(run()).rejects.toThrow('screen FILE');
  });
});
