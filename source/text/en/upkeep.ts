import {backup, restore} from './upkeep-backup.js';
import {screen} from './upkeep-screen.js';
import {token} from './upkeep-token.js';
import {upgrade} from './upkeep-upgrade.js';

/** What comes after the install: backup and restore, upgrades, tokens. */
export const upkeep = {backup, restore, screen, token, upgrade};
