import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startTestApp, type TestApp } from '../support/app.js';
import { Child, runToEnd } from '../support/child.js';
import { describeWith } from '../support/describe-with.js';
import { curl, python } from '../support/optional-servers.js';
import { readPage } from '../support/printed-commands.js';
import { given, Recorder } from '../support/purchases.js';

/** The receiver stands on this address of the machine, which the test's operator lists. */
const LISTED = '127.0.0.9';
const PAGE = readPage('docs/integrating.md');

/** The example of a job on the page, as a reader would copy it. */
function findExample(job: number, language: 'bash' | 'python'): string {
  const section = PAGE.split(/^## /m).find((each) => each.startsWith(`${job}. `)) ?? '';
  const [, code] = new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(section) ?? [];
  if (code === undefined) throw new Error(`job ${job} has no example in ${language}`);
  return code;
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, LISTED, done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

describeWith(curl.path === null ? curl : python, 'docs/integrating.md', () => {
  let app: TestApp;
  let officer: Recorder;
  let folder: string;
  let env: Record<string, string>;
  const tenders: string[] = [];
  const children: Child[] = [];

  beforeAll(async () => {
    app = await startTestApp({ worker: true, env: { WEBHOOK_ALLOWED_NETWORKS: `${LISTED}/32` } });
    officer = await Recorder.of(app);
    for (let no = 1; no <= 5; no++)
      tenders.push((await officer.tender({ title: `居家养老服务第${no}期` })).id as string);
    const scopes = ['tender.read', 'import.run', 'changes.read'];
    const { body } = await officer.post('/api-keys', { name: '业务系统', scopes }).expect(201);
    folder = mkdtempSync(join(app.folder, 'examples-'));
    env = {
      ...{ PATH: process.env.PATH ?? '', HOME: process.env['HOME'] ?? folder, LANG: 'C.UTF-8' },
      ...{ THROUGHLINE_URL: app.url, THROUGHLINE_KEY: (body as { key: string }).key },
    };
  });
  afterAll(async () => {
    for (const child of children) await child.kill();
    await app.close();
  });

  const programOf = (job: number, language: 'bash' | 'python'): [string, string[]] => {
    const file = join(folder, `job-${job}.${language === 'bash' ? 'sh' : 'py'}`);
    writeFileSync(file, findExample(job, language));
    return language === 'bash' ? ['bash', ['-euo', 'pipefail', file]] : [python.path as string, [file]];
  };
  /** Runs an example to its end and answers what it printed. */
  async function run(job: number, language: 'bash' | 'python', more: Record<string, string> = {}): Promise<string> {
    const child = await runToEnd(...programOf(job, language), { cwd: folder, env: { ...env, ...more } });
    expect([await child.ended, child.output]).toEqual([0, expect.any(String)]);
    return child.output;
  }
  const countTenders = (output: string) => tenders.map((id) => output.split(id).length - 1);

  it('has five jobs, each in curl and in Python', () => {
    expect([...PAGE.matchAll(/^## (\d)\. /gm)].map(([, no]) => no)).toEqual(['1', '2', '3', '4', '5']);
    for (const job of [1, 2, 3, 4, 5]) {
      expect(findExample(job, 'bash')).toContain('curl -fsS');
      expect(findExample(job, 'python')).toMatch(/^import /m);
    }
  });

  it('reads a list of five in pages of two to its end', async () => {
    const pages = (await run(1, 'bash')).trim().split('\n');
    const items = pages.map((page) => (JSON.parse(page) as { items: { id: string }[] }).items.map(({ id }) => id));
    expect(items.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(items.flat().sort()).toEqual([...tenders].sort());
    const lines = (await run(1, 'python')).trim().split('\n');
    expect(lines.map((line) => line.split(' ')[0]).sort()).toEqual([...tenders].sort());
    expect(lines.join()).toContain('居家养老服务第5期');
  });

  it('is refused with a key that is not one', async () => {
    const child = await runToEnd(...programOf(1, 'python'), {
      cwd: folder,
      env: { ...env, THROUGHLINE_KEY: 'tlk_no' },
    });
    expect([await child.ended, child.output]).toEqual([1, expect.stringContaining('HTTP Error 401')]);
  });

  it('loads notices by curl and names the row that was refused', async () => {
    const [done = '', rejects = ''] = (await run(2, 'bash')).trim().split('\n');
    expect(JSON.parse(done)).toMatchObject({ state: 'done', dataset: 'import:office', accepted: 1, rejected: 1 });
    expect(JSON.parse(rejects)).toMatchObject({
      items: [
        { line: 2, id: 'office-2', errors: [{ pointer: '/notice_date' }], raw: expect.stringContaining('社区助餐') },
      ],
    });
  });

  it('loads notices by Python, corrects the refused row and sends it again', async () => {
    const lines = (await run(2, 'python')).trim().split('\n');
    expect(lines).toEqual([
      'done taken: 1 unchanged: 0 refused: 1',
      expect.stringMatching(/^line 2 year-2 \/notice_date .+/),
      'done taken: 1 unchanged: 1 refused: 0',
    ]);
  });

  describe.each(['bash', 'python'] as const)('an import that breaks off, looked at in %s', (language) => {
    /** Answers in place of the service that the import is in these states, one after another, the last for ever. */
    async function runAgainst(states: string[]): Promise<[number | string, string]> {
      const server = createHttpServer((request, response) => {
        request.resume();
        const shown = states.length > 1 ? states.shift() : states[0];
        response.setHeader('Content-Type', 'application/json');
        const isOver = shown === 'done' || shown === 'given up';
        const state = shown === 'given up' ? 'failed' : shown;
        const finishedAt = isOver ? '2026-01-05T09:00:00Z' : null;
        const answer = { id: 'broken', state, accepted: 2, unchanged: 0, rejected: 0, finishedAt };
        const refused = { items: [{ line: 1, id: 'a', errors: [], raw: '{}' }] };
        request.on('end', () => response.end(JSON.stringify(request.url?.endsWith('/rejects') ? refused : answer)));
      });
      await new Promise<void>((done) => server.listen(0, LISTED, done));
      const { port } = server.address() as AddressInfo;
      const child = await runToEnd(...programOf(2, language), {
        cwd: folder,
        env: { ...env, THROUGHLINE_URL: `http://${LISTED}:${port}`, THROUGHLINE_TRIES: '3' },
      });
      await new Promise((done) => server.close(done));
      return [await child.ended, child.output];
    }

    it('is waited for where the next attempt goes on', async () => {
      expect(await runAgainst(['running', 'failed', 'done'])).toEqual([0, expect.stringContaining('done')]);
    });

    it('ends after some looks, in words, where it stays failed', async () => {
      const said = expect.stringMatching(/import broken is not done after 3 looks: .*failed/);
      expect(await runAgainst(['running', 'failed'])).toEqual([1, said]);
    });

    it('ends at the first look where it was given up', async () => {
      const said = expect.stringMatching(/import broken is not done after 1 looks: .*failed/);
      expect(await runAgainst(['running', 'given up'])).toEqual([1, said]);
    });
  });

  it('follows the feed from where it stood, and nothing comes twice', async () => {
    const events = () => run(3, 'python');
    // what was recorded a moment ago reaches the feed a moment later
    let seen = await events();
    for (let no = 0; no < 50 && countTenders(seen).some((count) => count === 0); no++) seen += await events();
    expect(countTenders(seen)).toEqual([1, 1, 1, 1, 1]);
    const { id } = (await officer.tender({ title: '居家养老服务第6期' })) as { id: string };
    let later = '';
    for (let no = 0; no < 50 && !later.includes(id); no++) later += await run(3, 'bash');
    const told = later.split('"event":"tender.recorded"').length - 1;
    expect([told, countTenders(later)]).toEqual([1, [0, 0, 0, 0, 0]]);
  });

  describe('the webhook', () => {
    let receiver: Child;
    let address: string;
    let secret: string;
    beforeAll(async () => {
      address = `${LISTED}:${await findFreePort()}`;
      const token = officer.account.accessToken;
      const shown = await run(4, 'bash', { RECEIVER_URL: `http://${address}/`, THROUGHLINE_TOKEN: token });
      ({ secret } = JSON.parse(shown) as { secret: string });
      receiver = new Child(...programOf(4, 'python'), {
        cwd: folder,
        env: { ...env, WEBHOOK_SECRET: secret, RECEIVER_ADDRESS: address },
      });
      children.push(receiver);
      await receiver.says(/listening/);
    });

    it('accepts the ping, and an event of the body that the key is for', async () => {
      const { id } = (await officer.tender({ title: '居家养老服务第7期' })) as { id: string };
      await officer.facts(id, [given('notice', { publishedOn: '2017-11-24' })]).expect(200);
      await receiver.says(new RegExp(`accepted tender\\.recorded ${id}`));
      // a ping that came before the receiver stood is tried again after a minute
      expect(receiver.output).not.toContain('refused');
    });

    it('refuses what somebody else signed, what is old, and what has no signature', async () => {
      const { Webhook } = await import('standardwebhooks');
      const body = JSON.stringify({ event: 'tender.recorded', id: 'forged' });
      const send = (headers: Record<string, string>, text = body) =>
        fetch(`http://${address}/`, { method: 'POST', headers, body: text }).then(({ status }) => status);
      const sign = (key: string, at: Date, number = 'msg_1') => ({
        'webhook-id': number,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(key).sign(number, at, body),
      });
      const now = new Date();
      const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
      expect(await send({})).toBe(401);
      expect(await send(sign(other, now))).toBe(401);
      expect(await send(sign(secret, new Date(now.getTime() - 3_600_000)))).toBe(401);
      expect(await send(sign(secret, now), body.replace('forged', 'altered'))).toBe(401);
      // deliveries of the product may come in between
      await receiver.says(/(refused\n[^]*){4}/);
      expect(receiver.output).not.toMatch(/forged|altered/);
      // the same message, signed with the secret, is accepted, and once
      const genuine = sign(secret, now, 'msg_2');
      expect([await send(genuine), await send(genuine)]).toEqual([204, 204]);
      expect(await send({})).toBe(401);
      await receiver.says(/(refused\n[^]*){5}/);
      expect(receiver.output.split('accepted tender.recorded forged').length - 1).toBe(1);
    });
  });

  it('takes out the table of tenders and the releases of what was imported', async () => {
    const listed = (await app.http.get('/api/v1/tenders?limit=200').set(officer.account.auth).expect(200)).body as {
      items: { dataset: string }[];
    };
    const output = await run(5, 'bash');
    expect(output).toContain('tenders.csv');
    expect(JSON.parse(output.slice(output.indexOf('{')))).toMatchObject({
      version: '1.1',
      releases: [{ tender: { title: '居家养老服务' } }],
    });
    const lines = (await run(5, 'python')).trim().split('\n');
    expect(lines).toEqual([
      expect.stringMatching(new RegExp(`^${listed.items.length} rows with \\d{2,} columns$`)),
      '2 releases',
    ]);
  });
});
