import {k0sFacts} from '../fact-table/k0s-facts.js';
import {machineFacts} from '../fact-table/machine-facts.js';
import type {Table} from './fact-asks.js';
import {outsideFacts} from './facts-around.js';
import {registryFacts} from './facts-of-registries.js';
import {hostFacts} from './facts-of-host.js';
import {imageFacts} from './facts-of-images.js';
import {installFacts} from './facts-of-install.js';
import {networkFacts} from './facts-of-network.js';

const {staticHostname: _, ...machine} = machineFacts;

/** Every fact: what is asked and how the answer is read. */
export const factTable: Table = {
	...machine,
	...k0sFacts,
	...hostFacts,
	...networkFacts,
	...installFacts,
	...outsideFacts,
	...registryFacts,
	...imageFacts,
};
