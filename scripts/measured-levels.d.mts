/** The highest rate of each rule that the bench's results hold, by rule. */
export function measureLevels(text: string): Record<string, object>;
