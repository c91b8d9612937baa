import { describe, expect, it } from '@jest/globals';
import { readPieces } from './ocds-pieces.js';

const release = (n: number) => ({ ocid: `ocds-x-${n % 2}`, id: `r${n}`, date: '2024-01-01T00:00:00Z' });
async function read(
  text: string,
  chunk = 7,
  most = 1 << 24,
): Promise<{ line: number; key: string | null; id: unknown }[]> {
  const bytes = Buffer.from(text);
  async function* file() {
    await Promise.resolve();
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  }
  const pieces = [];
  for await (const { line, key, raw } of readPieces(file(), most)) {
    let id: unknown = raw.toString();
    try {
      id = (JSON.parse(raw.toString()) as { id?: unknown; ocid?: unknown }).id ?? 'record';
    } catch {
      // as it stands
    }
    pieces.push({ line, key, id });
  }
  return pieces;
}
const THREE = [1, 2, 3].map(release);
const EXPECTED = [
  { line: 1, key: 'ocds-x-1', id: 'r1' },
  { line: 2, key: 'ocds-x-0', id: 'r2' },
  { line: 3, key: 'ocds-x-1', id: 'r3' },
];

describe('the pieces of a file', () => {
  it.each([
    ['a package', JSON.stringify({ uri: 'x', releases: THREE, links: {} })],
    ['a package over many lines', JSON.stringify({ uri: 'x', releases: THREE }, null, 2)],
    ['packages one behind the other', `${JSON.stringify({ releases: THREE.slice(0, 2) }, null, 1)}\n${JSON.stringify({ releases: THREE.slice(2) }, null, 1)}`], // prettier-ignore
    [
      'lines of packages',
      `${JSON.stringify({ releases: THREE.slice(0, 2) })}\n${JSON.stringify({ releases: THREE.slice(2) })}\n`,
    ],
    ['lines of releases', THREE.map((each) => JSON.stringify(each)).join('\n')],
    ['lines behind a mark', `\ufeff${THREE.map((each) => JSON.stringify(each)).join('\r\n')}\r\n`],
  ])('are the same in %s', async (_, text) => {
    for (const chunk of [1, 7, 10_000]) expect(await read(text, chunk)).toEqual(EXPECTED);
  });

  it('are records with the OCID of the record, or of its compiled release', async () => {
    const records = [{ ocid: 'ocds-x-1', releases: [release(1)] }, { compiledRelease: release(2) }];
    const expected = [
      { line: 1, key: 'ocds-x-1', id: 'record' },
      { line: 2, key: 'ocds-x-0', id: 'record' },
    ];
    expect(await read(JSON.stringify({ records }))).toEqual(expected);
    expect(await read(records.map((each) => JSON.stringify(each)).join('\n'))).toEqual(expected);
  });

  it('of broken lines are those lines alone, in packages too', async () => {
    const [one, two, three] = THREE.map((each) => JSON.stringify(each)) as [string, string, string];
    const broken = '{"ocid":"ocds-x-0","id":';
    expect(await read([one, broken, two, '', three].join('\n'))).toEqual([
      { line: 1, key: 'ocds-x-1', id: 'r1' },
      { line: 2, key: null, id: broken },
      { line: 3, key: 'ocds-x-0', id: 'r2' },
      { line: 5, key: 'ocds-x-1', id: 'r3' },
    ]);
    const lines = [`{"releases":[${one}]}`, `{"releases":[${two}`, `{"releases":[${three}]}`];
    expect((await read(lines.join('\n'))).map(({ line, key }) => [line, key])).toEqual([
      [1, 'ocds-x-1'],
      [2, null],
      [3, 'ocds-x-1'],
    ]);
  });

  it('of a package with a broken release are all others, and that one', async () => {
    const text = `{\n"releases": [\n${JSON.stringify(release(1))},\n{"ocid": broken},\n${JSON.stringify(release(3))}]}`;
    expect((await read(text)).map(({ line, key }) => [line, key])).toEqual([
      [1, 'ocds-x-1'],
      [2, null],
      [3, 'ocds-x-1'],
    ]);
  });

  it('of a package that is damaged are refused, with line, byte and what was expected there', async () => {
    const text = JSON.stringify({ releases: THREE }, null, 1);
    const refuse = (said: string, where: string) =>
      expect(read(said)).rejects.toMatchObject({
        code: 'unreadable_file',
        details: { detail: { en: expect.stringContaining(where) } },
      });
    const bytes = Buffer.byteLength(text);
    await refuse(text.slice(0, -3), `line 18, byte ${bytes - 3}: the file ends here and is still open`);
    await refuse(`${text}\n${JSON.stringify(release(4), null, 1)}`, 'in line 21, byte ');
    // A bracket or a quote is missing, or too many, in the second release: nobody may take what is behind it for another.
    const second = '  {\n   "ocid": "ocds-x-0",';
    const inRelease = 'It is release number 2, which begins in line 8';
    const at = (changed: string, sought: string, add = 1) => changed.indexOf(sought, text.indexOf(second)) + add;
    const unquoted = text.replace(second, second.replace('0",', '0,'));
    await refuse(unquoted, `line 9, byte ${at(unquoted, '"ocds-x-0,')}: a text begins that does not end in its line`);
    await refuse(unquoted, inRelease);
    const opened = text.replace(second, second.replace('{', '{{'));
    await refuse(opened, `line 8, byte ${at(opened, '{{', 2)}: a name in quotes or a closing bracket is expected`);
    await refuse(opened, inRelease);
    const closed = text.replace(second, `${second}"x": 1},`);
    await refuse(closed, `line 10, byte ${at(closed, ': "r2"')}: nothing more is expected`);
    const unclosed = text.replace('"date": "2024-01-01T00:00:00Z"\n  },', '"date": "2024-01-01T00:00:00Z"\n  ,');
    await refuse(unclosed, 'line 8, byte ');
    await refuse(unclosed, 'a name in quotes is expected. It is release number 1, which begins in line 3');
  });

  it('are bounded, each and together', async () => {
    const long = { ...release(1), description: 'x'.repeat(1 << 20) };
    await expect(read(JSON.stringify(long), 1 << 16)).rejects.toMatchObject({ code: 'payload_too_large' });
    for (const space of [0, 1])
      await expect(read(JSON.stringify({ releases: [long] }, null, space), 1 << 16)).rejects.toMatchObject({
        code: 'payload_too_large',
        details: { detail: { en: expect.stringContaining('Release number 1, which begins in line ') } },
      });
    await expect(read(JSON.stringify({ releases: THREE }), 10, 100)).rejects.toMatchObject({
      code: 'payload_too_large',
    });
  });

  it('of nothing are none', async () => {
    expect(await read('')).toEqual([]);
    expect(await read('\n \n')).toEqual([{ line: 2, key: null, id: ' ' }]);
    expect(await read('{"releases":[]}')).toEqual([{ line: 1, key: null, id: 'record' }]);
  });
});
