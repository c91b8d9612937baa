import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import type { Instant } from '../kernel/clock/moment.js';
import { DATASET } from '../kernel/database/dataset.js';
import { PageQuery } from '../kernel/http/lists/list.js';
import type { OcdsRelease } from './ocds-types.js';

/** Which releases a page is of. */
export class PackagesQuery extends PageQuery {
  /** Default: the setting `DEFAULT_DATASET`; datasets are never mixed. */
  @IsOptional()
  @Matches(DATASET)
  dataset?: string;
}

/** Who publishes. */
class OcdsPublisherDto {
  name: string;
}

class PackageDto {
  /** Address of this package. */
  uri: string;
  /** Of the standard. */
  version: '1.1';
  /** When something in it was last published. */
  publishedDate: Instant;
  publisher: OcdsPublisherDto;
  /** Address of the licence; absent where none is set. */
  license?: string;
  /** Addresses of the extensions whose members are used. */
  extensions: string[];
}

/** A release package of OCDS 1.1.5 of one purchase. */
export class ReleasePackageDto extends PackageDto {
  /** Releases as the standard's release schema has them, with the members of `extensions`. */
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  releases: Record<string, unknown>[];
}

/** Where a list of packages goes on. */
export class OcdsLinksDto {
  @ApiProperty({ format: 'uri' })
  next: string;
}

/** A page of releases as a release package. */
export class ReleasePackagePageDto extends ReleasePackageDto {
  /** Absent at the end. */
  links?: OcdsLinksDto;
}

/** What is published of one purchase, and its state. */
export class OcdsRecordDto {
  ocid: string;
  /** Releases as the standard's release schema has them. */
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  releases: Record<string, unknown>[];
  /** The state that they come to. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  compiledRelease: Record<string, unknown>;
}

/** A record package of OCDS 1.1.5. */
export class RecordPackageDto extends PackageDto {
  records: OcdsRecordDto[];
}

/** As JSON has it. */
export const toJsonRelease = (release: OcdsRelease): Record<string, unknown> => ({ ...release });
