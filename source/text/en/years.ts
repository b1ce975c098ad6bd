import {backup, restore} from './years-backup.js';

/** What comes after the install: backup and restore, upgrades, tokens. */
export const years = {backup, restore};
