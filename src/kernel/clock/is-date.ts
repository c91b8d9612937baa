import { buildMessage, ValidateBy, type ValidationOptions } from 'class-validator';
import { describeCheck } from '../openapi/described.js';
import { TEXT_TYPES } from '../openapi/text-types.js';
import { isInstant, isMoment } from './moment.js';
import { isPartialDate } from './partial-date.js';
import { isPlainDate } from './plain-date.js';

function decorator(
  name: string,
  validate: (value: unknown) => boolean,
  text: string,
  schema: { format?: string; pattern?: string },
  options?: ValidationOptions,
): PropertyDecorator {
  const defaultMessage = buildMessage((each) => `${each}$property must be ${text}`, options);
  return describeCheck(ValidateBy({ name, validator: { validate, defaultMessage } }, options), schema, options);
}

/** `YYYY-MM-DD`, a day that exists, years 1000 to 9999. */
export function IsPlainDate(options?: ValidationOptions): PropertyDecorator {
  return decorator('isPlainDate', isPlainDate, 'a day that exists, as YYYY-MM-DD', TEXT_TYPES.PlainDate, options);
}

/** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
export function IsPartialDate(options?: ValidationOptions): PropertyDecorator {
  return decorator(
    'isPartialDate',
    isPartialDate,
    'a date as YYYY, YYYY-MM or YYYY-MM-DD',
    TEXT_TYPES.PartialDate,
    options,
  );
}

/** A partial date, or RFC 3339 with an offset. */
export function IsMoment(options?: ValidationOptions): PropertyDecorator {
  return decorator(
    'isMoment',
    isMoment,
    'a date (YYYY, YYYY-MM, YYYY-MM-DD) or a time with offset (RFC 3339)',
    TEXT_TYPES.Moment,
    options,
  );
}

/** RFC 3339 with seconds and an offset. */
export function IsInstant(options?: ValidationOptions): PropertyDecorator {
  return decorator('isInstant', isInstant, 'a time with offset (RFC 3339)', TEXT_TYPES.Instant, options);
}
