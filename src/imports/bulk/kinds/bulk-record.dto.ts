import { IsUUID } from 'class-validator';
import { NewServiceRecordDto } from '../../../care/delivery/records/service-record.dto.js';

/** A service under a contract. */
export class RecordRowDto extends NewServiceRecordDto {
  @IsUUID()
  contract: string;
}
