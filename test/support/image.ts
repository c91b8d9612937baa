import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { runToEnd } from './child.js';
import { parseCopy, parseDockerfile, parseEnv, type Instruction } from './dockerfile.js';

const root = resolve(import.meta.dirname, '../..');
const stages = parseDockerfile(readFileSync(join(root, 'docker/Dockerfile'), 'utf8'));
const ring = (name: string): string => `${name}-1:${randomBytes(32).toString('base64')}`;

/** The image that the Dockerfile makes, its lines done one by one in empty folders of this machine. */
export class Image {
  private readonly work = mkdtempSync(join(tmpdir(), 'throughline-docker-'));
  private readonly env: Record<string, string> = {};
  private readonly keys = {
    TOKEN_KEYS: ring('token'),
    AUDIT_KEYS: ring('audit'),
    IDENTITY_KEYS: ring('identity'),
    OPENING_PUBLIC_KEY: ring('opening'),
  };

  static async build(): Promise<Image> {
    const image = new Image();
    for (const { name, instructions } of stages) {
      mkdirSync(join(image.work, name));
      for (const instruction of instructions) await image.execute(name, instruction);
    }
    return image;
  }

  /** Where a path of the image lies here. */
  path(path = '.'): string {
    return this.inStage(stages.at(-1)?.name ?? '', path);
  }

  /** What the last instruction of that name says. */
  last(name: string): string {
    return stages.at(-1)?.instructions.findLast((i) => i.name === name)?.text ?? '';
  }

  /** The environment that the image and the compose file give, with this machine's servers. */
  production(port: number, databaseUrl: string): NodeJS.ProcessEnv {
    const given = Object.entries({ DATABASE_URL: databaseUrl, ...this.keys }).map(([name, value]) => {
      const file = join(this.work, name);
      writeFileSync(file, value);
      return [`${name}_FILE`, file];
    });
    return {
      ...this.env,
      PATH: process.env.PATH,
      DATA_DIR: this.path(this.env.DATA_DIR),
      HOST: '127.0.0.1',
      PORT: String(port),
      TRUSTED_PROXIES: 'none',
      SECOND_FACTOR_ROLES: 'none',
      ...(Object.fromEntries(given) as Record<string, string>),
    };
  }

  remove(): void {
    rmSync(this.work, { recursive: true, force: true });
  }

  /** Paths of the image to paths of the stage's folder. */
  private inStage(stage: string, path: string): string {
    return resolve(this.work, stage, path.replace(/^\/app(\/|$)/, './'));
  }

  private copy(stage: string, text: string): void {
    const { from, sources, target } = parseCopy(text);
    for (const source of sources) {
      const path = from === null ? join(root, source) : this.inStage(from, source);
      const to = this.inStage(stage, target.endsWith('/') ? join(target, basename(source)) : target);
      cpSync(path, to, {
        recursive: true,
        verbatimSymlinks: true,
        filter: (file) => from !== null || !file.endsWith('.spec.ts'),
      });
    }
  }

  private async execute(stage: string, { name, text }: Instruction): Promise<void> {
    if (name === 'COPY') this.copy(stage, text);
    if (name === 'ENV') for (const [key, value] of Object.entries(parseEnv(text))) this.env[key] = value;
    if (name !== 'RUN' || text.includes('apt-get')) return;
    const { PATH, HOME } = process.env;
    const run = await runToEnd('sh', ['-e', '-c', text], {
      cwd: this.inStage(stage, '.'),
      env: { ...this.env, PATH, HOME },
    });
    if ((await run.ended) !== 0) throw new Error(`RUN ${text}\n${run.output}`);
  }
}
