import { StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import { Readable } from 'node:stream';
import { attachment } from './attachment.js';

/** An uploaded file as it is sent. */
export interface DownloadedFile {
  name: string;
  mediaType: string;
  /** Bytes. */
  size: number;
  content: AsyncIterable<Buffer>;
}

/** Always a download, never shown in place: whatever the file holds, it does not run under this address. */
export function download(response: Response, { name, mediaType, size, content }: DownloadedFile): StreamableFile {
  response.setHeader('Content-Security-Policy', 'sandbox');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  const stream = content instanceof Readable ? content : Readable.from(content, { objectMode: false });
  return new StreamableFile(stream, { type: mediaType, length: size, disposition: attachment(name) });
}
