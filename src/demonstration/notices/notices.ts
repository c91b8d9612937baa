/**
 * Facts of 57 real public notices of social-service purchases, 2015 to 2026: one JSON object per line, names of bodies
 * replaced, unknown = null. They are imported as any file is, into the dataset `import:notices`.
 */
export const NOTICES_FILE: URL = new URL('./notices.jsonl', import.meta.url);
export const NOTICES_DATASET = 'import:notices';
