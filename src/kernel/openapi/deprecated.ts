import { applyDecorators, Header } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { PlainDate } from '../clock/plain-date.js';

interface Deprecation {
  /** Day from which clients should use the other. */
  since: PlainDate;
  /** Day on which it goes: at least a year later, and only with a new version of the API. */
  until: PlainDate;
  /** Address of what takes its place. */
  instead: string;
}

const toMidnight = (day: PlainDate): Date => new Date(`${day}T00:00:00+08:00`);

/** An operation that will go: its answers say since when (RFC 9745), until when (RFC 8594) and what takes its place; so does the document. */
export const Deprecated = ({ since, until, instead }: Deprecation): MethodDecorator =>
  applyDecorators(
    ApiOperation({ deprecated: true }),
    Header('Deprecation', `@${toMidnight(since).getTime() / 1000}`),
    Header('Sunset', toMidnight(until).toUTCString()),
    Header('Link', `<${instead}>; rel="successor-version"`),
  );
