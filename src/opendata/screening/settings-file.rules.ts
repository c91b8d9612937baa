import { DEFAULT_SETTINGS } from '../../watch/compatibility/definition-settings.js';
import type { DefinitionSettings } from '../../watch/compatibility/release-types.js';
import type { Selection } from './reading/read-release.rules.js';

/** What a screening is made by: read from a settings file of Cardinal's form, or as published. */
export interface ScreeningSettings {
  /** Null: that of the first price that is read. */
  currency: string | null;
  selection: Selection;
  enabled: ReadonlySet<string>;
  definitions: DefinitionSettings;
}

const DEFINITIONS = [
  ...['R003', 'R018', 'R024', 'R025', 'R028', 'R030'],
  ...['R035', 'R036', 'R038', 'R048', 'R058'],
] as const;

export const DEFAULT_SCREENING: ScreeningSettings = {
  currency: null,
  selection: { excluded: new Set(), withoutPrices: new Set(), withPrices: new Set() },
  enabled: new Set(DEFINITIONS),
  definitions: DEFAULT_SETTINGS,
};

/** The settings file is off; each message names its line. */
export class SettingsFileError extends Error {}

/** Sections that Cardinal's other command reads; they change no definition. */
const OTHER_SECTIONS = /^(output|defaults|redactions|corrections|modifications|codelists\.\w+)$/;

interface Property {
  line: number;
  section: string;
  name: string;
  value: string;
}

/**
 * Reads a settings file as the published program takes it. A file that names a definition switches on those that it names;
 * one that names none leaves all eleven on.
 * @throws SettingsFileError
 */
export function parseSettings(text: string): ScreeningSettings {
  const { sections, properties } = parseIni(text);
  const known = new Set<string>(DEFINITIONS);
  const enabled = sections.flatMap(({ name }) => (known.has(name) ? [name] : []));
  for (const { name, line } of sections)
    if (
      !known.has(name) &&
      !['exclusions', 'R003.procurement_method_details'].includes(name) &&
      !OTHER_SECTIONS.test(name)
    )
      throw new SettingsFileError(`line ${line}: there is no section [${name}]`);
  const settings = {
    ...DEFAULT_SCREENING,
    selection: { ...DEFAULT_SCREENING.selection },
    enabled: new Set(enabled.length > 0 ? enabled : DEFINITIONS),
    definitions: copyDefinitions(),
  };
  for (const property of properties) if (!OTHER_SECTIONS.test(property.section)) apply(settings, property);
  return settings;
}

const copyDefinitions = () => {
  const { R003, R018, R024, R025, R035, R038, R048, R058 } = DEFAULT_SETTINGS;
  return {
    R003: { ...R003, byDetails: new Map<string, number>() },
    ...{ R018: { ...R018 }, R024: { ...R024 }, R025: { ...R025 }, R035: { ...R035 } },
    ...{ R038: { ...R038 }, R048: { ...R048 }, R058: { ...R058 } },
  };
};

type Writable = Omit<ScreeningSettings, 'definitions'> & { definitions: ReturnType<typeof copyDefinitions> };

function apply(settings: Writable, property: Property): void {
  const { section, name, value } = property;
  const { R003, R018, R024, R025, R035, R038, R048, R058 } = settings.definitions;
  if (section === 'R003.procurement_method_details') {
    R003.byDetails.set(name, readWhole(property));
    return;
  }
  const setters: Record<string, () => void> = {
    currency: () => (settings.currency = value),
    no_price_comparison_procurement_methods: () => (settings.selection.withoutPrices = splitValues(value)),
    price_comparison_procurement_methods: () => (settings.selection.withPrices = splitValues(value)),
    'exclusions.procurement_method_details': () => (settings.selection.excluded = splitValues(value)),
    'R003.threshold': () => (R003.threshold = readWhole(property)),
    'R003.procurement_methods': () => (R003.procurementMethods = value === '' ? null : splitValues(value)),
    'R018.procurement_methods': () => (R018.procurementMethods = splitValues(value)),
    'R024.threshold': () => (R024.threshold = readDecimal(property)),
    'R025.percentile': () => (R025.percentile = readPercentile(property)),
    'R025.threshold': () => (R025.threshold = readDecimal(property)),
    'R035.threshold': () => (R035.threshold = readWhole(property)),
    'R038.threshold': () => (R038.threshold = readDecimal(property)),
    'R038.minimum_submitted_bids': () => (R038.minimumSubmittedBids = readWhole(property)),
    'R038.minimum_contracting_processes': () => (R038.minimumContractingProcesses = readWhole(property)),
    'R048.digits': () => (R048.digits = readWhole(property)),
    'R048.threshold': () => (R048.threshold = readWhole(property)),
    'R048.minimum_contracting_processes': () => (R048.minimumContractingProcesses = readWhole(property)),
    'R058.threshold': () => (R058.threshold = readDecimal(property)),
  };
  const key = section === '' ? name : `${section}.${name}`;
  if (!Object.hasOwn(setters, key)) throw new SettingsFileError(`line ${property.line}: there is no setting ${key}`);
  setters[key]?.();
}

const splitValues = (value: string): Set<string> => new Set(value.split('|').filter((part) => part !== ''));

function readWhole({ line, name, value }: Property): number {
  if (!/^\d{1,9}$/.test(value)) throw new SettingsFileError(`line ${line}: ${name} is a whole number, not “${value}”`);
  return Number(value);
}

function readPercentile(property: Property): number {
  const percentile = readWhole(property);
  if (percentile > 100) throw new SettingsFileError(`line ${property.line}: ${property.name} is at most 100`);
  return percentile;
}

function readDecimal({ line, name, value }: Property): number {
  if (!/^\d{1,9}(\.\d{1,15})?$/.test(value))
    throw new SettingsFileError(`line ${line}: ${name} is a decimal, not “${value}”`);
  return Number(value);
}

function parseIni(text: string): { sections: { name: string; line: number }[]; properties: Property[] } {
  const sections: { name: string; line: number }[] = [];
  const properties: Property[] = [];
  for (const [index, raw] of text
    .replace(/^\ufeff/, '')
    .split('\n')
    .entries()) {
    const line = index + 1;
    const content = raw.replace(/(^|\s)[;#].*$/, '').trim();
    if (content === '') continue;
    const section = /^\[([^\]]+)\]$/.exec(content)?.[1]?.trim();
    const [, name, value] = /^([^=]+?)\s*=\s*(.*)$/.exec(content) ?? [];
    if (section !== undefined) sections.push({ name: section, line });
    else if (name !== undefined && value !== undefined)
      properties.push({ line, section: sections.at(-1)?.name ?? '', name, value });
    else throw new SettingsFileError(`line ${line}: expected [section] or name = value`);
  }
  return { sections, properties };
}
