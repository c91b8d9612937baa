import { IsString, Matches, MaxLength } from 'class-validator';
import { SYSTEM } from '../database/external-ids.js';

/** What another system calls the same thing; unique per system within a dataset. */
export class ExternalIdDto {
  /** Short name of the other system. */
  @Matches(SYSTEM)
  system: string;

  /** Its id there. */
  @IsString()
  @Matches(/\S/)
  @MaxLength(200)
  id: string;
}
