import {backup, restore} from './years-backup.js';
import {token} from './years-token.js';
import {upgrade} from './years-upgrade.js';

/** What comes after the install: backup and restore, upgrades, tokens. */
export const years = {backup, restore, token, upgrade};
