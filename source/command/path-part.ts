/** A name as a part of an address. A lone surrogate (an answer may hold one) has no form there, and would throw. */
export const pathPart = (name: string): string => encodeURIComponent(name.replaceAll(/\p{Surrogate}/gu, '\uFFFD'));
