import {checksScreen} from './checks/screen.js';
import {demoScreen} from './demo/screen.js';
import {installScreen} from './install/screen.js';
import {networkScreen} from './network/screen.js';
import {nftablesScreen} from './nftables/screen.js';
import type {Screen} from './screen.js';
import {statusScreen} from './status/screen.js';

/** The screens, in the order of their tabs and keys (`1`, `2` …). The only place to add one. */
export const screens: readonly Screen[] = [
	checksScreen,
	installScreen,
	statusScreen,
	networkScreen,
	nftablesScreen,
	demoScreen,
];
