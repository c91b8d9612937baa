import { IsUUID } from 'class-validator';
import { NewRecipientDto } from '../../../care/delivery/records/recipient.dto.js';
import { OptionalId } from '../../../kernel/http/validation/fields.js';
import { NewWorkerDto } from '../../../people/organisations/workers/worker.dto.js';

/** Somebody who is served on a line. */
export class RecipientRowDto extends NewRecipientDto {
  @IsUUID()
  serviceLine: string;

  /** Somebody who is registered already, and has no number yet. */
  @OptionalId()
  recipient?: string | null;
}

/** Somebody who works for a body: that of the sender, where it has one. */
export class WorkerRowDto extends NewWorkerDto {
  @OptionalId()
  organisation?: string | null;

  /** Somebody who is registered already, and has no number yet. */
  @OptionalId()
  worker?: string | null;
}
