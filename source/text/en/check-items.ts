import {firewallChecks} from './check-items-firewall.js';
import {installChecks} from './check-items-install.js';
import {networkChecks} from './check-items-network.js';
import {outsideChecks} from './check-items-outside.js';
import {systemChecks} from './check-items-system.js';

/** The words of each prerequisite check: title, what should be, why it matters (two sentences), what was found. */
export const checkItems = {
	...systemChecks,
	...networkChecks,
	...firewallChecks,
	...installChecks,
	...outsideChecks,
} as const;
