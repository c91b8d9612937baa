import { listCitingIndicators } from '../../law/rules/enforcement.js';
import { getRule } from '../../law/rules/rule-book.js';
import type { Basis, Severity, SubjectType, Text } from '../runs/assessment-types.js';
import type { Indicator, Parameter } from './indicator-types.js';
import * as indicators from '../indicators/index.js';
import texts from '../indicators/indicator.texts.json' with { type: 'json' };
import settling from '../indicators/settling.texts.json' with { type: 'json' };

/** The rules this product promises; the registry refuses to load without any one of them. */
export const INDICATOR_IDS = Object.keys(texts) as IndicatorId[];
export type IndicatorId = keyof typeof texts;

/** What would settle a finding, by the id of its rule: the end of its limitation, where that does not say it itself. */
const SETTLED_BY: Readonly<Partial<Record<string, Text>>> = settling;

/** With what would settle it. */
function completeLimitation<K extends Indicator>(indicator: K): K {
  const end = SETTLED_BY[indicator.id];
  const { en, zh } = indicator.limitation;
  return end === undefined ? indicator : { ...indicator, limitation: { en: `${en} ${end.en}`, zh: `${zh}${end.zh}` } };
}

export const INDICATORS: readonly Indicator[] = checkRegistry(Object.values(indicators)).map(completeLimitation);

/** In the order of the ids. Throws on a missing, unknown or repeated id, one without a text, and one that cites no rule there is. */
export function checkRegistry(indicators: readonly Indicator[]): readonly Indicator[] {
  const ids = indicators.map(({ id }) => id);
  for (const id of INDICATOR_IDS) if (!ids.includes(id)) throw new Error(`indicator ${id} is missing`);
  for (const { id, title, description, limitation, cites = [] } of indicators) {
    if (!INDICATOR_IDS.some((known) => known === id)) throw new Error(`indicator ${id} is not known`);
    if (ids.filter((other) => other === id).length > 1) throw new Error(`indicator ${id} is there twice`);
    for (const text of [title, description, limitation])
      if (text.en === '' || text.zh === '') throw new Error(`indicator ${id} lacks a text`);
    cites.forEach((rule) => getRule(rule));
  }
  return INDICATOR_IDS.flatMap((id) => indicators.filter((indicator) => indicator.id === id));
}

listCitingIndicators.contribute(() => INDICATORS.map(({ id, cites = [] }) => ({ id, cites })));

/** The indicator of that id, if there is one. */
export const findIndicator = (id: string): Indicator | undefined => INDICATORS.find((indicator) => indicator.id === id);

export function getIndicator(id: IndicatorId): Indicator {
  const found = INDICATORS.find((indicator) => indicator.id === id);
  if (found === undefined) throw new Error(`no indicator ${id}`);
  return found;
}

/** An indicator as `GET /risk/indicators` shows it. */
export interface IndicatorCard {
  id: string;
  version: number;
  severity: Severity;
  family: Indicator['family'];
  subjectTypes: readonly SubjectType[];
  title: Text;
  description: Text;
  parameters: readonly Parameter[];
  basis: Basis;
  cites: readonly string[];
  limitation: Text;
}

export function indicatorCards(): IndicatorCard[] {
  return INDICATORS.map(
    ({ id, version, severity, family, subjectTypes, title, description, parameters, basis, cites, limitation }) => ({
      id,
      version,
      severity,
      family,
      subjectTypes,
      title,
      description,
      parameters,
      basis,
      cites: cites ?? [],
      limitation,
    }),
  );
}
