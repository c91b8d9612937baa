import { ApiProperty } from '@nestjs/swagger';
import type { Uuid } from '../http/id.js';
import type { MalwareCheck } from './examination/antivirus.js';
import type { Instant } from '../clock/moment.js';

/** A stored file. Its content never changes. */
export class DocumentDto {
  id: Uuid;
  /** As the sender named it. */
  name: string;
  mediaType: string;
  /** Bytes. */
  size: number;
  /** SHA-256 of the content, in hex: of a picture as it is kept, without what it said beside what it shows. */
  sha256: string;
  /** Id of the account that uploaded it. */
  uploadedBy: Uuid;
  /** The body for which it was uploaded. */
  organisation: Uuid;
  /**
   * What an antivirus said of it: `not_checked` where none is set up. One that waits for it, or in which it found something, is
   * not read and nothing refers to it.
   */
  malwareCheck: MalwareCheck;
  createdAt: Instant;
}

/** A multipart form. */
export class DocumentUploadDto {
  /** pdf, ofd, png, jpg, docx, xlsx, pptx, doc, xls, txt or csv; what it is must agree with its name. */
  @ApiProperty({ type: 'string', format: 'binary' })
  file: string;
  /** The body for which it is uploaded; default the caller's only one. */
  organisation?: Uuid;
}
