/** What a span is of. */
export type SpanKind = 'server' | 'client' | 'producer' | 'consumer';

/** A piece of work that is traced. */
export interface Span {
  /** Its place, as W3C's `traceparent`. */
  readonly traceparent: string;
  set(name: string, value: string | number): void;
  rename(name: string): void;
  /** With a word of what went wrong, never what an error said. */
  end(failure?: string): void;
  /** Ends it and tells nobody. */
  discard(): void;
}

/** Makes spans and sends them away. */
export interface Traces {
  /** @param parent `traceparent`; one that is no such begins a trace */
  begin(name: string, kind: SpanKind, parent?: string | null): Span;
  stop(): Promise<void>;
}
