export { IsCreditCode } from './is-credit-code.js';
export { IsKnownRegion, IsRegion, IsRegionCode } from './is-region-code.js';
export { IsResidentId } from './is-resident-id.js';
