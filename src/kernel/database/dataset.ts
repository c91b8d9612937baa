/** `live`, `study` (reconstructed), `fiction` (an invented market), or the name of an import. Set at creation, never changed. */
export const DATASET = /^(live|study|fiction|import:[a-z0-9][a-z0-9-]{0,39})$/;
