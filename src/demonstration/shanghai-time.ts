/** An instant by a day and the time of day in Shanghai; without one, the first of the day. */
export const shanghaiTime = (day: string, time = '00:00'): Date => new Date(`${day}T${time}:00+08:00`);
