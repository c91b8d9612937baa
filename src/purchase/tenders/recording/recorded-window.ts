/** From when until when a service is bought, as a notice says it: dates that may be known by year or month alone (`2018`, `2018-01`). */
export interface Window {
  start?: string | null;
  end?: string | null;
}
