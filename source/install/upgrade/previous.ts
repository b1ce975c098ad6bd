import {binaryFolder} from '../../command/download.js';

/** Beside the program, by the version that it is: what comes back is known by its name. */
export const previousOf = (version: string): string => `${binaryFolder}/.k0s-${version}.previous`;

/** The version that such a path names; undefined: it is another path. */
export const previousVersion = (path: string): string | undefined => /\/\.k0s-(v[^/]+)\.previous$/.exec(path)?.[1];
