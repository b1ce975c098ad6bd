import {command, type Command} from './command.js';

/** ipset (measured with 7.17): the members of the sets that rules name. */
export const sets = (): Command => command(['ipset', 'save'], 'ipset-save', {root: true, maxOutput: 16 * 1024 * 1024});
