import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { invalid } from '../http/validation.js';
import type { Text } from '../errors/texts.js';

const REQUIRED = 'throughline:required-by-action';

/**
 * A property without which the action is refused. The document says `required`; the engine asks for it once it is known
 * that the caller may act on this row in its state, so that whoever may not learns that first. `text` says what is missing.
 */
export const RequiredByAction =
  (text: Text): PropertyDecorator =>
  (target, property) => {
    const known = (Reflect.getMetadata(REQUIRED, target) ?? {}) as Record<string, Text>;
    Reflect.defineMetadata(REQUIRED, { ...known, [String(property)]: text }, target);
    IsOptional()(target, String(property));
    ApiProperty({ required: true })(target, property);
  };

/** @throws Problem `validation_failed` (`required`) for the first property that an action cannot do without */
export function assertRequiredFields(body: abstract new (...args: never[]) => object, given: object): void {
  const required = (Reflect.getMetadata(REQUIRED, body.prototype as object) ?? {}) as Record<string, Text>;
  for (const [property, text] of Object.entries(required)) {
    const value = (given as Record<string, unknown>)[property];
    if (value === undefined || value === null) throw invalid(`/${property}`, 'required', text);
  }
}
