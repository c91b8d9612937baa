import type { DefinitionSettings, Reading } from './release-types.js';

/** As published. */
export const DEFAULT_SETTINGS: DefinitionSettings = {
  R003: { threshold: 15, procurementMethods: null, byDetails: new Map() },
  R018: { procurementMethods: new Set(['open', 'selective']) },
  R024: { threshold: null },
  R025: { percentile: 75, threshold: null },
  R035: { threshold: 1 },
  R038: { threshold: null, minimumSubmittedBids: 2, minimumContractingProcesses: 2 },
  R048: { digits: 2, threshold: null, minimumContractingProcesses: 20 },
  R058: { threshold: null },
};

/** To the letter, with the published settings. */
export const AS_PUBLISHED: Reading = { settings: DEFAULT_SETTINGS, corrected: false };
