import type {Table} from './fact-asks.js';
import {outsideFacts} from './facts-around.js';
import {hostFacts} from './facts-of-host.js';
import {installFacts} from './facts-of-install.js';
import {networkFacts} from './facts-of-network.js';

/** Every fact: what is asked and how the answer is read. */
export const factTable: Table = {...hostFacts, ...networkFacts, ...installFacts, ...outsideFacts};
