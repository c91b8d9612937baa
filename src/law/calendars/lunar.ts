import { Lunar } from 'lunar-typescript';
import type { PlainDate } from '../../kernel/clock/plain-date.js';

/** The days around the lunar new year of a calendar year; astronomy, so known for years without a State Council notice. */
export interface SpringFestival {
  /** 小年, the 23rd of the twelfth month. */
  readonly littleNewYear: PlainDate;
  /** 春节, the 1st of the first month. */
  readonly newYear: PlainDate;
  /** 元宵, the 15th of the first month. */
  readonly lanternFestival: PlainDate;
}

/** A millisecond of astronomy each, and nobody asks for more years than a calendar has. */
const known = new Map<number, SpringFestival>();

export function getSpringFestival(year: number): SpringFestival {
  const festival = known.get(year) ?? computeSpringFestival(year);
  known.set(year, festival);
  return festival;
}

function computeSpringFestival(year: number): SpringFestival {
  return { littleNewYear: solar(year - 1, 12, 23), newYear: solar(year, 1, 1), lanternFestival: solar(year, 1, 15) };
}

function solar(lunarYear: number, month: number, day: number): PlainDate {
  return Lunar.fromYmd(lunarYear, month, day).getSolar().toYmd();
}
