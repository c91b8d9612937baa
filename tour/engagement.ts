import type { Agency } from './cast.js';
import type { Person } from './stage.js';

/** A contract that runs, and whom it serves. */
export interface Engagement {
  contract: string;
  line: string;
  community: string;
  agency: Agency;
  worker: Person;
  recipients: string[];
}
