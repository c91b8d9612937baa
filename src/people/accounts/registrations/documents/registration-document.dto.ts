import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import type { Instant } from '../../../../kernel/clock/moment.js';
import type { Uuid } from '../../../../kernel/http/id.js';
import { ClaimDto } from '../claims/claim.dto.js';

/** A document of a registration. */
export class RegistrationDocumentDto {
  id: Uuid;

  /** As the applicant named it. */
  name: string;

  mediaType: string;

  /** Bytes. */
  size: number;

  /** SHA-256 of the content, in hex. */
  sha256: string;

  createdAt: Instant;
}

/** One document of the own registration. */
export class ClaimedDocumentDto extends ClaimDto {
  @IsUUID()
  document: Uuid;
}

/** A multipart form; the claim code comes before the file. */
export class RegistrationDocumentUploadDto extends ClaimDto {
  /** Of the kinds that `POST /documents` takes. */
  @ApiProperty({ type: 'string', format: 'binary' })
  file: string;
}
