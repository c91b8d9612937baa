/** 王小明 → 王**: enough to tell two persons in one sentence apart, no more. */
export function maskName(name: string): string {
  const [first = '', ...rest] = [...name];
  return first + '*'.repeat(rest.length);
}
