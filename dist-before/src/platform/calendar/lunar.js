import { Lunar } from 'lunar-typescript';
export function springFestivalOf(year) {
    return { littleNewYear: solar(year - 1, 12, 23), newYear: solar(year, 1, 1), lanternFestival: solar(year, 1, 15) };
}
function solar(lunarYear, month, day) {
    return Lunar.fromYmd(lunarYear, month, day).getSolar().toYmd();
}
//# sourceMappingURL=lunar.js.map