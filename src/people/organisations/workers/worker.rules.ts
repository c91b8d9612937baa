/** The number of a worker as it is written: issued here, along a body. */
export const formatWorkerNumber = (no: number): string => `W${String(no).padStart(5, '0')}`;
