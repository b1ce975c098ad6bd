import type {years as english} from '../en/years.js';
import type {Translation} from '../translation.js';
import {backup, restore} from './years-backup.js';
import {token} from './years-token.js';
import {upgrade} from './years-upgrade.js';

export const years: Translation<typeof english> = {backup, restore, token, upgrade};
