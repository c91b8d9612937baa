import type { Traces } from './span.js';

let traces: Traces | undefined;

/** Undefined where nothing is traced, which is the rule: whoever asks does nothing more then. */
export const findTraces = (): Traces | undefined => traces;

/** From now on this process traces to an address. Its libraries are loaded for that alone. */
export async function startTraces(endpoint: string | undefined): Promise<void> {
  if (endpoint === undefined) return;
  const { OtlpTraces } = await import('./otlp-traces.js');
  await traces?.stop();
  traces = new OtlpTraces(endpoint);
}

/** Sends what is still here. */
export async function stopTraces(): Promise<void> {
  const ended = traces;
  traces = undefined;
  await ended?.stop();
}
