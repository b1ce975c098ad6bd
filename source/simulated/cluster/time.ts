/** RFC 3339 with whole seconds, as the API writes times. */
export const rfc3339 = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
