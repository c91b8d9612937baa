import { Matches } from 'class-validator';
import { TextUpTo } from '../validation/fields.js';
import { SYSTEM } from '../../database/external-ids/external-ids.js';

/** What another system calls the same thing; unique per system within a dataset. */
export class ExternalIdDto {
  /** Short name of the other system. */
  @Matches(SYSTEM)
  system: string;

  /** Its id there. */
  @TextUpTo(200)
  id: string;
}

/** Two ids of one body must differ. */
export const externalIdKey = ({ system, id }: ExternalIdDto): string => `${system}:${id}`;
