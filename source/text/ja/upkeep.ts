import type {upkeep as english} from '../en/upkeep.js';
import type {Translation} from '../translation.js';
import {backup, restore} from './upkeep-backup.js';
import {screen} from './upkeep-screen.js';
import {token} from './upkeep-token.js';
import {upgrade} from './upkeep-upgrade.js';

export const upkeep: Translation<typeof english> = {backup, restore, screen, token, upgrade};
