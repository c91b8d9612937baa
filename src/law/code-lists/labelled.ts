import type { Text } from '../../kernel/errors/texts.js';

export interface CodeItem {
  code: string;
  label: Text;
}

export function labelled<Code extends string>(
  codes: readonly Code[],
  labels: Readonly<Record<Code, readonly [zh: string, en: string]>>,
): CodeItem[] {
  return codes.map((code) => ({ code, label: { zh: labels[code][0], en: labels[code][1] } }));
}
