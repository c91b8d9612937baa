import { ApiProperty } from '@nestjs/swagger';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';

/** What closed periods before said of a market, as a screening read it. It never changes: a late correction makes a new version. */
export class BaselineDto {
  id: Uuid;
  dataset: string;
  category: string;
  /** Code of the county. */
  region: string;
  /** First year of the five-year plan of the market that was compared with it. */
  firstYear: number;
  version: number;
  createdAt: Instant;
  /** Lots before this day made it; null where there is no earlier period. */
  cutOff: PlainDate | null;
  /** From which all chance of the screening is drawn. */
  seed: string;
  /** SHA-256 of `content` as canonical JSON (RFC 8785), in hexadecimal digits. */
  contentHash: string;
  /**
   * `stratum`, `cutOff`, `seed`, `lots` (how many made it), `spread` of log prices within lots, and by the business key of each bidder
   * `firmEffects` and `winPropensities`.
   */
  @ApiProperty({ type: 'object', additionalProperties: true })
  content: Record<string, unknown>;
}
