import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
/** A validator that also describes the field it checks, so that the two cannot part. Of a list, only the check is ours. */
export const described = (check, schema, options) => (options?.each ? check : applyDecorators(check, ApiProperty(schema)));
//# sourceMappingURL=described.js.map