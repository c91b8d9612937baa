import { Logger } from '@nestjs/common';
import {
  isSpanContextValid,
  ROOT_CONTEXT,
  SpanKind as OtelKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Span as OtelSpan,
  type SpanContext,
} from '@opentelemetry/api';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type ReadableSpan,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import { toOtlp } from './otlp.js';
import type { Span, SpanKind, Traces } from './span.js';

const KINDS: Readonly<Record<SpanKind, OtelKind>> = {
  server: OtelKind.SERVER,
  client: OtelKind.CLIENT,
  producer: OtelKind.PRODUCER,
  consumer: OtelKind.CONSUMER,
};

const SEND_TIMEOUT_MS = 10_000;
const PAUSE_MS = 1_000;
const SAID_OF_A_SPAN = 'throughline.discarded';

/** W3C Trace Context, version 00: what another service says of the trace that a request belongs to. */
function parseTraceparent(text: string | null | undefined): SpanContext | undefined {
  const parts = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(text ?? '');
  if (!parts) return undefined;
  const [, traceId = '', spanId = '', flags = '00'] = parts;
  const context = { traceId, spanId, traceFlags: parseInt(flags, 16) & TraceFlags.SAMPLED, isRemote: true };
  return isSpanContextValid(context) ? context : undefined;
}

class OtlpSpan implements Span {
  constructor(private readonly span: OtelSpan) {}

  get traceparent(): string {
    const { traceId, spanId, traceFlags } = this.span.spanContext();
    return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
  }

  set(name: string, value: string | number): void {
    this.span.setAttribute(name, value);
  }

  rename(name: string): void {
    this.span.updateName(name);
  }

  end(failure?: string): void {
    if (failure !== undefined) this.span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
    this.span.end();
  }

  discard(): void {
    this.span.setAttribute(SAID_OF_A_SPAN, true);
    this.span.end();
  }
}

/** Sends spans as OTLP in JSON. What cannot be sent is dropped and said once, until it can be again. */
class OtlpExporter implements SpanExporter {
  private readonly logger = new Logger('Traces');
  private isAway = false;

  constructor(private readonly url: string) {}

  export(spans: ReadableSpan[], done: Parameters<SpanExporter['export']>[1]): void {
    const told = spans.filter(({ attributes }) => attributes[SAID_OF_A_SPAN] === undefined);
    void (told.length === 0 ? Promise.resolve() : this.send(told)).finally(() => done({ code: 0 }));
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }

  private async send(spans: readonly ReadableSpan[]): Promise<void> {
    try {
      const response = await fetch(this.url, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(toOtlp(spans)),
        signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`it answered ${response.status}`);
      this.isAway = false;
    } catch (error) {
      if (!this.isAway) this.logger.warn({ msg: 'spans could not be sent', reason: (error as Error).message });
      this.isAway = true;
    }
  }
}

/** Spans by the kit of OpenTelemetry, sent to the address of a collector. */
export class OtlpTraces implements Traces {
  private readonly provider: BasicTracerProvider;

  constructor(endpoint: string) {
    const exporter = new OtlpExporter(`${endpoint.replace(/\/$/, '')}/v1/traces`);
    this.provider = new BasicTracerProvider({
      spanProcessors: [new BatchSpanProcessor(exporter, { scheduledDelayMillis: PAUSE_MS })],
    });
  }

  begin(name: string, kind: SpanKind, parent?: string | null): Span {
    const above = parseTraceparent(parent);
    const context = above ? trace.setSpanContext(ROOT_CONTEXT, above) : ROOT_CONTEXT;
    return new OtlpSpan(this.provider.getTracer('throughline').startSpan(name, { kind: KINDS[kind] }, context));
  }

  stop(): Promise<void> {
    return this.provider.shutdown();
  }
}
