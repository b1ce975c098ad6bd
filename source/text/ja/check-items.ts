import type {checkItems as english} from '../en/check-items.js';
import type {Translation} from '../translation.js';
import {firewallChecks} from './check-items-firewall.js';
import {installChecks} from './check-items-install.js';
import {networkChecks} from './check-items-network.js';
import {outsideChecks} from './check-items-outside.js';
import {systemChecks} from './check-items-system.js';

export const checkItems: Translation<typeof english> = {
	...systemChecks,
	...networkChecks,
	...firewallChecks,
	...installChecks,
	...outsideChecks,
};
