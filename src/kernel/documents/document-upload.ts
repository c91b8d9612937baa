import { Busboy } from '@fastify/busboy';
import type { Request } from 'express';
import { AsyncResource } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { Readable, Transform } from 'node:stream';
import { finished } from 'node:stream/promises';
import { Problem } from '../errors/problem.js';
import { listenForStall } from '../http/transport/body-pace.js';
import { invalid } from '../http/validation.js';

/** A file as it arrived, in its temporary place. */
export interface Received {
  name: string;
  declaredType: string;
  size: number;
  sha256: string;
  /** The one text field that may come with it. */
  field: string | undefined;
}

/** Room for the multipart's own lines around a file of the largest size. */
const ENVELOPE = 64 * 1024;
/** Of the header lines of one part, in bytes. */
const HEADER_BYTES = 16 * 1024;

const createMultipartProblem = (): Problem =>
  invalid('', 'malformed_multipart', { en: 'The multipart body is not well formed', zh: 'multipart 请求体格式错误' });
const unknownField = (name: string, taken: readonly string[]): Problem =>
  invalid(`/${name.slice(0, 100)}`, 'unknown_field', {
    en: `Only ${['file', ...taken].map((field) => `\`${field}\``).join(' and ')} are taken`,
    zh: '未知字段',
  });

/** How a file is taken in: what it passes through before it is written, and which text fields may come with it. */
export interface Receiving {
  through?: Transform;
  fields?: readonly string[];
  /** Asked with the text field that came before the file, before anything of the file is written; what it throws refuses the file. */
  before?: (field: string | undefined) => Promise<void>;
}

/**
 * Streams the one file of a multipart request to `target`, hashing on the way; nothing is held in memory. Too large: 413,
 * as soon as it is seen. What is refused is still read to its end, so that the caller can read the answer.
 */
export async function receiveFile(
  request: Request,
  target: string,
  maxBytes: number,
  { through, fields = ['organisation'], before }: Receiving = {},
): Promise<Received> {
  if (!request.is('multipart/form-data')) throw refuse(request, new Problem('unsupported_media_type'));
  if (Number(request.headers['content-length'] ?? 0) > maxBytes + ENVELOPE)
    throw refuse(request, new Problem('payload_too_large'));
  // What the parser calls belongs to the connection, not to the request.
  const ask = before && AsyncResource.bind(before);
  const received: Partial<Received> = {};
  const writing: Promise<void>[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      const limits = { files: 2, fields: 3, fileSize: maxBytes, fieldSize: 200, headerSize: HEADER_BYTES };
      const { 'content-type': type = '' } = request.headers;
      const parser = new Busboy({ headers: { ...request.headers, 'content-type': type }, limits });
      const opened: Readable[] = [];
      const fail = (fault: Error) => {
        request.unpipe(parser);
        // Not at once: the parser may be in the middle of a chunk. It leaves a file that it has begun open.
        setImmediate(() => [parser, ...opened].forEach((stream) => stream.destroy()));
        reject(fault);
      };
      // A part may come without a name or a file name, whatever the types say.
      parser.on('field', (name: string | undefined, value) => {
        if (name === undefined || !fields.includes(name)) fail(unknownField(name ?? '', fields));
        else received.field = value;
      });
      parser.on('file', (name: string | undefined, stream, filename: string | undefined, _encoding, mimeType) => {
        opened.push(stream);
        stream.on('error', () => fail(createMultipartProblem()));
        stream.on('limit', () => fail(new Problem('payload_too_large')));
        if (name !== 'file') return fail(unknownField(name ?? '', fields));
        if (writing.length > 0)
          return fail(invalid('/file', 'too_many', { en: 'One file at a time', zh: '一次只能上传一个文件' }));
        received.name = filename ?? '';
        received.declaredType = mimeType;
        const writeFile = () => write(stream, target, received, through);
        const written = ask ? ask(received.field).then(() => writeOpen(stream, writeFile)) : writeFile();
        // A disk that takes no more, or a sender who may send nothing: the rest of the body is not waited for.
        written.catch((error: unknown) => (error instanceof Problem || isOfDisk(error)) && fail(error));
        writing.push(written);
      });
      parser.on('error', () => fail(createMultipartProblem()));
      parser.on('finish', resolve);
      // Also where all of it arrived and not all was read: what is left of a request that is gone never comes out of it.
      request.once('close', () => {
        if (!request.readableEnded) fail(createMultipartProblem());
      });
      listenForStall(request, fail);
      if (request.destroyed) fail(createMultipartProblem());
      else request.pipe(parser);
    });
    await Promise.all(writing);
  } catch (error) {
    await Promise.allSettled(writing);
    throw refuse(request, error instanceof Problem || isOfDisk(error) ? error : createMultipartProblem());
  }
  return complete(received);
}

/** The upload was in order, and could not be written. */
const isOfDisk = (error: unknown): error is Error =>
  error instanceof Error && (error as NodeJS.ErrnoException).syscall !== undefined;

function refuse(request: Request, fault: Error): Error {
  request.resume();
  return fault;
}

/** The sender may have gone while it was asked whether the file is taken: then there is nothing to wait for. */
const writeOpen = (stream: Readable, write: () => Promise<void>): Promise<void> =>
  stream.destroyed ? Promise.reject(createMultipartProblem()) : write();

async function write(
  stream: Readable,
  target: string,
  received: Partial<Received>,
  through: Transform | undefined,
): Promise<void> {
  const hash = createHash('sha256');
  const out = createWriteStream(target, { flags: 'wx', mode: 0o600, flush: true });
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    hash.update(chunk);
    size += chunk.length;
  });
  stream.once('error', (error) => out.destroy(error));
  stream.once('close', () => {
    if (!stream.readableEnded) out.destroy(new Error('the upload broke off'));
  });
  through?.once('error', (error) => out.destroy(error));
  (through ? stream.pipe(through) : stream).pipe(out);
  const closed = new Promise<void>((resolve) => out.once('close', resolve));
  try {
    await finished(out);
  } finally {
    await closed;
  }
  received.size = size;
  received.sha256 = hash.digest('hex');
}

function complete({ name, declaredType, size, sha256, field }: Partial<Received>): Received {
  if (name === undefined || declaredType === undefined || size === undefined || sha256 === undefined)
    throw invalid('/file', 'required', { en: 'A part `file` is required', zh: '缺少 file 部分' });
  if (/\p{Cc}|\ufffd/u.test(name) || !name.isWellFormed())
    throw invalid('/file', 'malformed_text', { en: 'The name is not plain text', zh: '文件名含有无效字符' });
  const length = [...name].length;
  if (length === 0 || length > 200)
    throw invalid('/file', 'wrong_length', {
      en: 'The name has 1 to 200 characters',
      zh: '文件名长度应为 1 至 200 个字符',
    });
  if (size === 0) throw invalid('/file', 'too_small', { en: 'The file is empty', zh: '文件为空' });
  return { name, declaredType, size, sha256, field };
}
