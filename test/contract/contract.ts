import type { OpenAPIObject } from '@nestjs/swagger';
import type { Response } from 'supertest';
import type { Example } from '../../src/kernel/openapi/examples.js';
import { listOperations, type Described, type Method } from '../../src/kernel/openapi/operations.js';
import type { TestApp } from '../support/app.js';
import { listStatements, type Statement } from '../support/statements.js';
import { Schemas } from './schemas.js';
import { Stable } from './stable.js';

type Json = Record<string, unknown>;

export interface Asked {
  /** Authorization header. */
  as?: { Authorization: string };
  path?: Record<string, string>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: Json;
  /** A body that is not JSON, and its media type. */
  stream?: { type: string; text: string };
  /** A file of a multipart form; in the example its name stands for it. */
  file?: { name: string; bytes: Buffer; fields: Record<string, string> };
  accept?: string;
  /** Fields of the answer that differ from run to run, and how the example has them. */
  written?: Json;
}

export interface Answered<T> {
  body: T;
  /** For the next If-Match. */
  etag: string;
  response: Response;
}

/** Fields of answers that are shown once. */
const SECRETS: Record<string, string> = {
  accessToken: 'eyJhbGciOiJFZERTQSJ9…',
  refreshToken: 'mV7c0Zr1…',
  setupCode: '7KQ2M-V3X9T-4HNBD-0ZRPC',
  claimCode: 'tlr_Zk81Vd0…',
  setupCodeHalf: 'P8WJE-5CM1R-TYG6K-XN3ZA',
  secret: 'NB2W45DFOIZA3ZQK7PLM5XUEJ4TSY2VR',
  uri: 'otpauth://totp/Throughline:k.officer?secret=NB2W45DFOIZA3ZQK7PLM5XUEJ4TSY2VR&issuer=Throughline',
  picture: 'data:image/svg+xml;base64,PHN2Zy…',
  key: 'tlk_9Wq2…',
  file: 'hd4m9TqX7cVw2LrB',
};

/** The value with fields of these names as they are to be shown. */
function rewritten(value: unknown, as: Json): unknown {
  if (Array.isArray(value)) return value.map((item) => rewritten(item, as));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, Object.hasOwn(as, key) ? as[key] : rewritten(item, as)]),
  );
}

/** A client that knows nothing but the document: it finds its way by operation ids and holds every answer against it. */
export class Contract {
  readonly schemas: Schemas;
  readonly stable = new Stable();
  /** The first answer of each operation. */
  readonly examples = new Map<string, Example>();
  /** What PostgreSQL was sent for the first answer of each operation that writes. */
  readonly statements = new Map<string, readonly Statement[]>();
  /** Everything that did not agree with the document. */
  readonly faults: string[] = [];
  private readonly operations: Map<string, { method: Method; path: string; operation: Described }>;

  constructor(
    readonly app: TestApp,
    document: OpenAPIObject,
  ) {
    this.schemas = new Schemas(document);
    this.operations = new Map(listOperations(document).map((o) => [o.operation.operationId ?? '', o]));
  }

  async ask<T = Json>(operationId: string, asked: Asked = {}): Promise<Answered<T>> {
    const found = this.operations.get(operationId);
    if (found === undefined) throw new Error(`the document has no operation ${operationId}`);
    const { method, path, operation } = found;
    const { response, sent } = await this.send(method, path, asked);
    if (method !== 'get' && !this.statements.has(operationId)) this.statements.set(operationId, sent);
    if (response.status >= 300) throw new Error(`${operationId}: ${response.status} ${response.text}`);
    const place = ['paths', path, method];
    const type = response.type || undefined;
    if (asked.body !== undefined)
      this.check(operationId, [...place, 'requestBody', 'content', 'application/json', 'schema'], asked.body);
    const named = operation.responses[response.status];
    const content = named && 'content' in named ? named.content : undefined;
    const documented = type === undefined ? content === undefined : (content?.[type] ?? content?.['*/*']) !== undefined;
    if (!documented) this.faults.push(`${operationId}: ${response.status} ${type} is not in the document`);
    else if (type === 'application/json')
      this.check(
        operationId,
        [...place, 'responses', String(response.status), 'content', type, 'schema'],
        response.body,
      );
    this.note(operationId, asked, response, type);
    return { body: response.body as T, etag: response.headers.etag as string, response };
  }

  private async send(method: Method, path: string, asked: Asked) {
    let response: Response | undefined;
    const sent = await listStatements(async () => {
      response = await this.request(method, path, asked);
    });
    return { response: response as Response, sent };
  }

  private request(method: Method, path: string, asked: Asked): Promise<Response> {
    const url = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(asked.path?.[name] ?? ''));
    const request = this.app.http[method](url)
      .query(asked.query ?? {})
      .set({ ...asked.as, ...asked.headers, ...(asked.accept && { Accept: asked.accept }) });
    if (asked.file) {
      for (const [name, value] of Object.entries(asked.file.fields)) void request.field(name, value);
      return Promise.resolve(request.attach('file', asked.file.bytes, asked.file.name));
    }
    if (asked.stream) return Promise.resolve(request.type(asked.stream.type).send(asked.stream.text));
    return Promise.resolve(asked.body === undefined ? request : request.send(asked.body));
  }

  private check(operationId: string, place: readonly string[], value: unknown): void {
    for (const fault of this.schemas.faults(place, value)) this.faults.push(`${operationId} ${place[3]}: ${fault}`);
  }

  private note(operationId: string, asked: Asked, response: Response, type: string | undefined): void {
    for (const [field, as] of Object.entries(SECRETS)) {
      const secret = (response.body as Json)[field];
      if (typeof secret !== 'string') continue;
      // The address of a package is no secret, that of an authenticator is; where it was asked for differs.
      if (secret.startsWith('http://')) this.stable.hide(new URL(secret).origin, 'https://throughline.example.org');
      else this.stable.hide(secret, as);
    }
    const isText = type !== undefined && type !== 'application/json' && type.startsWith('text/');
    // Of a text its beginning shows the form.
    const start = response.text?.split(/\r?\n/, 1)[0]?.slice(0, 160);
    const before = this.examples.get(operationId)?.response;
    if (before !== undefined) {
      if (isText && start !== undefined && type !== before.type)
        before.forms = { [type]: this.stable.of(start), ...before.forms };
      return;
    }
    const { path, query, headers, body, stream, file } = asked;
    this.examples.set(
      operationId,
      this.stable.of({
        request: {
          ...(path && { path }),
          ...(query && { query }),
          ...(headers && { headers }),
          ...(stream && { type: stream.type }),
          ...(file && { type: 'multipart/form-data' }),
          ...((body ?? stream ?? file) && { body: body ?? stream?.text ?? { file: file?.name, ...file?.fields } }),
        },
        response: {
          status: response.status,
          ...(type !== undefined && type !== 'application/json' && { type }),
          ...(type === 'application/json' && { body: rewritten(response.body, asked.written ?? {}) }),
          ...(isText && { body: start }),
        },
      }),
    );
  }
}
