import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';

/** A value as OTLP says it. */
type Value = { stringValue: string } | { intValue: string } | { doubleValue: number } | { boolValue: boolean };

function toValue(value: unknown): Value {
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value !== 'number') return { stringValue: String(value) };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

const toAttributes = (attributes: Readonly<Record<string, unknown>>) =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: toValue(value) }));

const toNanoseconds = ([seconds, nanoseconds]: readonly [number, number]): string =>
  (BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds)).toString();

/** OTLP counts kinds from 1; 0 is a kind that nobody said. */
const toSpan = (span: ReadableSpan) => ({
  traceId: span.spanContext().traceId,
  spanId: span.spanContext().spanId,
  ...(span.parentSpanContext && { parentSpanId: span.parentSpanContext.spanId }),
  name: span.name,
  kind: span.kind + 1,
  startTimeUnixNano: toNanoseconds(span.startTime),
  endTimeUnixNano: toNanoseconds(span.endTime),
  attributes: toAttributes(span.attributes),
  status: { code: span.status.code, ...(span.status.message !== undefined && { message: span.status.message }) },
});

/** Spans as the body of a request to `/v1/traces` (OTLP 1, JSON). */
export const toOtlp = (spans: readonly ReadableSpan[]) => ({
  resourceSpans: [
    {
      resource: { attributes: toAttributes({ 'service.name': 'throughline', 'process.pid': process.pid }) },
      scopeSpans: [{ scope: { name: 'throughline' }, spans: spans.map(toSpan) }],
    },
  ],
});
