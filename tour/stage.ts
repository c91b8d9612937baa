import { takeStep } from './waiting.js';

/** Where a tour is played: a running product, and what only whoever runs it may do. */
export interface Stage {
  url: string;
  /** Administrators with their one-time setup codes: of one body each is shown the code of one account. */
  admins: readonly [SetUp, SetUp, SetUp];
  systemAdmin: SetUp;
  auditor: SetUp;
  /** Moves business time forward. */
  moveTo(at: string): Promise<void>;
  say(who: string, what: string): void;
}

interface SetUp {
  login: string;
  setupCode: string;
}

type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH';
export interface Root {
  id: string;
  version: number;
  state: string;
}

/** A step that was not answered as the story expects: how it was refused, where it was. */
export class TourFault extends Error {
  constructor(
    message: string,
    readonly status: number | null = null,
    readonly code: string | null = null,
  ) {
    super(message);
  }
}

export const PASSWORD = '虚构-tour-口令-2025';
const JOB_SECONDS = 120;

/** One who acts by HTTP alone; without a token nobody in particular. */
export class Person {
  constructor(
    private readonly url: string,
    readonly name: string,
    private readonly token: string | null = null,
  ) {}

  /** The same person at another address of the service. */
  moveTo(url: string): Person {
    return new Person(url, this.name, this.token);
  }

  async ask<T>(verb: Verb, path: string, body?: object, more: Record<string, string> = {}): Promise<T> {
    const json = { 'Content-Type': 'application/json' };
    const answer = await (body === undefined
      ? this.request(verb, path, undefined, more)
      : this.request(verb, path, JSON.stringify(body), { ...json, ...more }));
    const text = await answer.text();
    return (answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text) as T;
  }

  /** A step of somebody in particular stands on their list before, and is gone after. */
  private request(
    verb: Verb,
    path: string,
    body: string | FormData | undefined,
    headers: Record<string, string>,
  ): Promise<Response> {
    const send = () => this.send(verb, path, body, headers);
    return verb === 'POST' && this.token !== null ? takeStep(this.name, path, (list) => this.get(list), send) : send();
  }

  private async send(
    verb: Verb,
    path: string,
    body: string | FormData | undefined,
    headers: Record<string, string>,
  ): Promise<Response> {
    const answer = await fetch(`${this.url}/api/v1/${path}`, {
      method: verb,
      headers: {
        'Accept-Language': 'zh-CN',
        ...(this.token !== null && { Authorization: `Bearer ${this.token}` }),
        ...headers,
      },
      ...(body !== undefined && { body }),
    });
    if (answer.ok) return answer;
    const text = await answer.text();
    const { code = null } = text.startsWith('{') ? (JSON.parse(text) as { code?: string }) : {};
    throw new TourFault(`${this.name}: ${verb} ${path}: ${answer.status} ${text}`, answer.status, code);
  }

  get<T>(path: string): Promise<T> {
    return this.ask('GET', path);
  }

  /** Asks for a picture or a paper: its bytes. */
  async read(path: string, type: string): Promise<Buffer> {
    return Buffer.from(await (await this.request('GET', path, undefined, { Accept: type })).arrayBuffer());
  }

  post<T = Root>(path: string, body: object = {}): Promise<T> {
    return this.ask('POST', path, body);
  }

  /** Uploads a paper to where it belongs. What is said in it makes it another paper. */
  async file<T = { mediaType: string; file: string }>(path: string, text: string): Promise<T> {
    const form = new FormData();
    form.append('file', new Blob([text], { type: 'text/plain' }), '虚构.txt');
    return JSON.parse(await (await this.request('POST', path, form, {})).text()) as T;
  }

  /** Gives a paper to the product; answers its id. */
  async paper(text: string): Promise<string> {
    return (await this.file<Root>('documents', text)).id;
  }

  /** Asks for what is printed: its bytes. */
  async print(root: string, path: string): Promise<Buffer> {
    const { version } = await this.get<Root>(root);
    const answer = await this.request('POST', `${root}/${path}`, undefined, { 'If-Match': `"${version}"` });
    return Buffer.from(await answer.arrayBuffer());
  }

  /** Changes a resource as it stands now: its version is read first and sent as If-Match. */
  async change<T = Root>(verb: Verb, root: string, path: string, body: object = {}): Promise<T> {
    const { version } = await this.get<Root>(root);
    return this.ask(verb, `${root}${path && `/${path}`}`, body, { 'If-Match': `"${version}"` });
  }

  /** An action of a resource's lifecycle; its key makes a repetition harmless. */
  async act<T = Root>(root: string, action: string, body: object = {}): Promise<T> {
    const { version } = await this.get<Root>(root);
    return this.ask('POST', `${root}/actions/${action}`, body, {
      'If-Match': `"${version}"`,
      'Idempotency-Key': crypto.randomUUID(),
    });
  }
}

/** Sets a password with a one-time code and signs in. */
export async function signIn(url: string, name: string, login: string, setupCode: string): Promise<Person> {
  const nobody = new Person(url, name);
  await nobody.post('auth/setup', { code: setupCode, password: PASSWORD });
  const { accessToken } = await nobody.post<{ accessToken: string }>('auth/sessions', { login, password: PASSWORD });
  return new Person(url, name, accessToken);
}

/** Asks again until a job has done its work. */
export async function until<T>(ask: () => Promise<T>, done: (answer: T) => boolean): Promise<T> {
  const end = Date.now() + JOB_SECONDS * 1000;
  for (;;) {
    const answer = await ask();
    if (done(answer)) return answer;
    if (Date.now() > end) throw new TourFault(`Nothing came of it in ${JOB_SECONDS} s: ${JSON.stringify(answer)}`);
    await new Promise((wake) => setTimeout(wake, 200));
  }
}
